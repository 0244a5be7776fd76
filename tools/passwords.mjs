// Makes src/user/data/common-passwords.txt: the 4,000 most used passwords of at least 8 characters (of those that the
// policy would otherwise let through), lower case, sorted by bytes. From the npm package @zxcvbn-ts/language-common (MIT):
//   npm i --no-save @zxcvbn-ts/language-common && node tools/passwords.mjs
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const all = createRequire(process.cwd() + "/x.js")("@zxcvbn-ts/language-common").dictionary["passwords-common"] || createRequire(process.cwd() + "/x.js")("@zxcvbn-ts/language-common").dictionary.passwords;
const top = [...new Set(all.map(p => p.toLowerCase()).filter(p => p.length >= 8 && /^[\x21-\x7e]+$/.test(p)))].slice(0, 4000);
top.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
writeFileSync(new URL("../src/user/data/common-passwords.txt", import.meta.url), top.join("\n") + "\n");
console.log(top.length);
