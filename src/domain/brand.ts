declare const brand: unique symbol;

/** A primitive that cannot pass for another of the same representation. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
