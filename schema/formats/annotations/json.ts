/** A value of JSON. */
export type Json = string | number | readonly Json[] | { readonly [key: string]: Json }
