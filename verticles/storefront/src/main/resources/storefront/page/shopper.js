import { $ } from "./elements.js";

const VALID = /^[1-9]\d{0,8}$/;
const FIRST = "1";

/**
 * Who is shopping: `?user=3` in the page's address, or else shopper 1.
 *
 * @param {(text: string) => void} tell hears what is wrong with the address
 * @returns {string} a positive number
 */
export function shopper(tell) {
  const asked = new URLSearchParams(location.search).get("user") ?? FIRST;
  const user = VALID.test(asked) ? asked : FIRST;
  if (user !== asked) tell(`“${asked.slice(0, 40)}” is no shopper's number. This is the shop of shopper ${user}.`);
  $("user").value = user;
  return user;
}
