/** Why a registry would not take a text: too long for it, or a tag name it does not allow. Both are sentences, safe to show. */
export type Unkeepable = { readonly problem: string; readonly hint: string };
