/*
 * What a word is, for tools that count or find words in UTF-8. Include after vex.h.
 */
#ifndef WORDS_H
#define WORDS_H

static bool in(u32 c, u32 first, u32 last) { return c - first <= last - first; }

static bool is_space(u32 c) {
  if (c < 0x80) return c == ' ' || in(c, 9, 13);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || in(c, 0x2000, 0x200a)
      || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Marks that belong to the character before them: combining accents, joiners, variation selectors. */
__attribute__((noinline)) static bool is_mark(u32 c) {
  return c >= 0x300 && (in(c, 0x300, 0x36f) || in(c, 0x483, 0x489) || in(c, 0x591, 0x5bd) || in(c, 0x64b, 0x65f)
      || in(c, 0x1ab0, 0x1aff) || in(c, 0x1dc0, 0x1dff) || in(c, 0x200c, 0x200d) || in(c, 0x20d0, 0x20ff)
      || in(c, 0xfe00, 0xfe0f) || in(c, 0xfe20, 0xfe2f) || in(c, 0x1f3fb, 0x1f3ff) || in(c, 0xe0020, 0xe01ef));
}

/* Scripts that are written without spaces: each character counts as a word. */
static bool is_ideograph(u32 c) {
  return c >= 0x2e80 && (in(c, 0x2e80, 0x2fdf) || in(c, 0x3005, 0x3007) || in(c, 0x3040, 0x30fa) || in(c, 0x30fd, 0x30ff)
      || in(c, 0x31f0, 0x31ff) || in(c, 0x3400, 0x4dbf) || in(c, 0x4e00, 0x9fff) || in(c, 0xf900, 0xfaff)
      || in(c, 0xff66, 0xff9d) || in(c, 0x20000, 0x3ffff));
}

static bool is_ascii_letter(u32 c) { return (c | 32) - 'a' < 26 || c - '0' < 10 || c == '_'; }

/* Letters and digits: all that is not known to be a space, a sign, a symbol or a control character. */
__attribute__((noinline)) static bool is_letter(u32 c) {
  if (c < 0x80) return is_ascii_letter(c);
  if (c < 0x100) return c == 0xaa || c == 0xb5 || c == 0xba || (c >= 0xc0 && c != 0xd7 && c != 0xf7);
  if (c < 0x2000) return c != 0x37e && c != 0x387 && c != 0x589 && c != 0x5be && c != 0x5c0 && c != 0x5c3 && c != 0x60c
      && c != 0x61b && c != 0x61f && c != 0x6d4 && c != 0x964 && c != 0x965 && c != 0xe3f && c != 0x1680;
  if (c < 0x2c00) return c == 0x2071 || c == 0x207f || in(c, 0x2090, 0x209c) || c == 0x2126 || in(c, 0x212a, 0x212b)
      || in(c, 0x2160, 0x2188);
  return !(in(c, 0x2e00, 0x2e7f) || in(c, 0x3000, 0x303f) || c == 0x30fb || in(c, 0xe000, 0xf8ff) || in(c, 0xfe10, 0xfe1f)
      || in(c, 0xfe30, 0xfe6b) || c == 0xfeff || in(c, 0xff00, 0xff0f) || in(c, 0xff1a, 0xff20) || in(c, 0xff3b, 0xff40)
      || in(c, 0xff5b, 0xff65) || in(c, 0xffe0, 0xffff) || in(c, 0x1f000, 0x1faff) || c >= 0xe0000);
}

/* What may stand inside a word but not at its ends: don't, well-being, U+2019 for the apostrophe. */
static bool is_joint(u32 c) { return c == '\'' || c == '-' || c == 0x2019 || c == 0xb7 || c == 0x2010 || c == 0x2011; }

/* Lower case for Latin, Greek, Cyrillic and Armenian; its UTF-8 is never longer than the original. */
static u32 lower(u32 c) {
  if (c < 0x80) return c - 'A' < 26 ? c + 32 : c;
  if (c < 0x100) return c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 32 : c;
  if (c < 0x180) {
    if (c == 0x130) return 'i';
    if (c == 0x178) return 0xff;
    if (in(c, 0x139, 0x148) || in(c, 0x179, 0x17e)) return c + (c & 1);
    return c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17f ? c : c | 1;
  }
  if (in(c, 0x391, 0x3a9) && c != 0x3a2) return c + 32;
  if (c == 0x3c2) return 0x3c3;
  if (c == 0x386) return 0x3ac;
  if (in(c, 0x388, 0x38a)) return c + 37;
  if (c == 0x38c) return 0x3cc;
  if (in(c, 0x38e, 0x38f)) return c + 63;
  if (in(c, 0x410, 0x42f)) return c + 32;
  if (in(c, 0x400, 0x40f)) return c + 80;
  if (in(c, 0x460, 0x481) || in(c, 0x48a, 0x4bf) || in(c, 0x4d0, 0x52f) || in(c, 0x1e00, 0x1e95) || in(c, 0x1ea0, 0x1eff))
    return c | 1;
  if (in(c, 0x531, 0x556)) return c + 48;
  return c;
}

typedef struct {
  slice text; /* in lower case, where the word stood */
  u32 characters, code_points;
} word;

/* Reads one word that starts at `p` with a letter, and puts it into lower case where it stands. Answers its end. */
__attribute__((noinline)) static u8 *word_read(u8 *p, const u8 *end, word *w) {
  u8 *to = p, *start = p;
  u32 characters = 0, code_points = 0;
  while (p < end) {
    u32 c = *p;
    if (is_ascii_letter(c)) { /* most of most texts; the general way below gives the same */
      *to++ = c - 'A' < 26 ? (u8)(c + 32) : (u8)c;
      characters++;
      code_points++;
      p++;
      continue;
    }
    const u8 *next = p;
    c = utf8_next(&next);
    bool mark = is_mark(c);
    if (!mark && !is_letter(c)) {
      if (!is_joint(c) || next >= end) break;
      const u8 *behind = next;
      u32 d = utf8_next(&behind);
      if (!is_letter(d) || is_ideograph(d)) break;
    }
    if (characters > 0 && is_ideograph(c)) break;
    code_points++;
    if (!mark) characters++;
    to += utf8_put(to, lower(c));
    p = (u8 *)next;
    if (!is_ideograph(c)) continue;
    while (p < end) { /* its marks belong to it */
      next = p;
      c = utf8_next(&next);
      if (!is_mark(c)) break;
      code_points++;
      to += utf8_put(to, c);
      p = (u8 *)next;
    }
    break;
  }
  w->text.at = start;
  w->text.length = (u32)(to - start);
  w->characters = characters;
  w->code_points = code_points;
  return p;
}

/* FNV-1a, with its high bits folded in for tables of a power of two. */
static u32 word_hash(slice s) {
  u32 hash = 2166136261u;
  for (u32 i = 0; i < s.length; i++) hash = (hash ^ s.at[i]) * 16777619u;
  return hash ^ hash >> 15;
}

static bool slice_equal(slice a, slice b) {
  if (a.length != b.length) return false;
  for (u32 i = 0; i < a.length; i++)
    if (a.at[i] != b.at[i]) return false;
  return true;
}

/* Below, at or above 0 in code point order. */
static int slice_compare(slice a, slice b) {
  for (u32 i = 0; i < a.length && i < b.length; i++)
    if (a.at[i] != b.at[i]) return a.at[i] < b.at[i] ? -1 : 1;
  return a.length < b.length ? -1 : a.length > b.length;
}

#endif
