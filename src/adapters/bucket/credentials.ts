/** What shows a server who is asking. */
export type Login = {
  readonly headers: Readonly<Record<string, string>>;
  /** Texts in those headers that nobody may see. */
  readonly secrets: readonly string[];
};

/** Where logins come from. */
export type Credentials = {
  /** @throws UnavailableError `login-required`, or a PassingFailure when the server that gives logins cannot be reached. */
  readonly findLogin: () => Login | Promise<Login>;
  /** The bucket did not accept this login: it is not given again. Answers whether asking again may give another. */
  readonly reject: (login: Login) => boolean;
};

const noLogin: Login = { headers: {}, secrets: [] };

/** No login at all, for an emulator. */
export const noCredentials: Credentials = {
  findLogin: () => noLogin,
  reject: () => false,
};
