/** Why a registry would not take something: a text too long for it, a tag name it does not allow, any version at all. Both are sentences, safe to show. */
export type Unkeepable = { readonly problem: string; readonly hint: string };
