/*
 * Schemas are made by TypeBox. The build puts its code in the place of this module: 200 files took .07 s of each start. The
 * types of other packages name it as well, which is why they depend on it.
 */
export { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox';
