/** What a customer is called in lists, wherever they come from. */
import type { Desk } from "../desk.ts";
import { customerOf } from "../people.ts";

export function customerNamed({ words }: Pick<Desk, "words">, ref: string | null, conversationId: string): string {
  return customerOf({ customer_ref: ref, conversation_id: conversationId }, words);
}
