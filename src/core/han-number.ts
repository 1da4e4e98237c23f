const digits: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** `十一` → 11, `二十三` → 23, `12` → 12; up to 99. */
export function hanNumber(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  const ten = word.indexOf('十');
  if (ten < 0) return Number([...word].map((digit) => digits[digit] ?? 0).join(''));
  const tens = ten === 0 ? 1 : (digits[word[ten - 1] ?? ''] ?? 0);
  return tens * 10 + (digits[word[ten + 1] ?? ''] ?? 0);
}
