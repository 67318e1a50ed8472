export interface OrderNUMBER<T extends object = {}> { readonly id: number; lines: Array<T & { price: number; count?: number }>; }
enum StateNUMBER { Open = 1, Paid = NUMBER, Closed }
export class InvoiceNUMBER<T extends object> extends Map<string, OrderNUMBER<T>> {
  private static next: number = NUMBER;
  constructor(public readonly customer: string, protected state: StateNUMBER = StateNUMBER.Open) { super(); }
  total(discount = 0.1): number {
    let sum: number = 0;
    for (const [, { lines }] of this) {
      for (const { price, count = 1 } of lines) { sum += price * count * (count > 10 ? 1 - discount : 1); }
    }
    return this.state === StateNUMBER.Closed ? 0 : Math.round(sum * 100) / 100;
  }
  async describe(format?: (order: OrderNUMBER<T>) => Promise<string>): Promise<string> {
    const parts: string[] = [];
    for (const [key, order] of this) { parts.push(`${key}: ${await format?.(order) ?? JSON.stringify(order)}`); }
    return parts.join('\n') + (InvoiceNUMBER.next++ as unknown as string);
  }
}
