/*
 * What a tool in C needs to speak the "vex" binary interface: memory, a JSON reader for the arguments, and a JSON
 * writer for the result. Needs no C library; with VEX_LIBC defined it uses one's. Include it once per module.
 *
 * The reader works in place: it decodes strings inside the buffer that the host filled (a decoded
 * string is never longer than its source), so arguments are never copied. It never recurses, so
 * nesting costs bits on the heap and never stack. It is strict: what RFC 8259 does not allow is an
 * error. A lone surrogate (\ud800), which the grammar allows but UTF-8 cannot carry, becomes U+FFFD.
 */
#ifndef VEX_H
#define VEX_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

#ifdef VEX_LIBC
#include <stdbool.h>
#include <stdlib.h>
#else
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)
#endif

#define VEX_EXPORT(name) __attribute__((export_name(#name), visibility("default"))) name

/* ------------------------------------------------------------------ memory: allocate, never free */

#ifdef VEX_LIBC

static void *vex_alloc(u32 size) { return malloc(size); }

static void *vex_resize(void *at, u32 old_size, u32 size) {
  (void)old_size;
  return realloc(at, size);
}

#else

extern u8 __heap_base;
static u32 vex_top;

/* `size` bytes at the end of the heap, or NULL when the host has no more. They are not cleared. */
static void *vex_alloc(u32 size) {
  if (vex_top == 0) vex_top = (u32)&__heap_base;
  u64 start = ((u64)vex_top + 7) & ~7ull;
  u64 end = start + size;
  u64 have = (u64)__builtin_wasm_memory_size(0) << 16;
  if (end > have) {
    u64 pages = (end - have + 0xffff) >> 16;
    /* Grow in larger steps than needed while the host allows: fewer grows, same result. */
    u64 wish = pages + (have >> 18);
    if (wish > 0xffff || __builtin_wasm_memory_grow(0, (u32)wish) == (u32)-1)
      if (pages > 0xffff || __builtin_wasm_memory_grow(0, (u32)pages) == (u32)-1) return NULL;
  }
  vex_top = (u32)end;
  return (void *)(u32)start;
}

/* More room for what lies at `at`: where it is if it was allocated last, otherwise as a copy. */
static void *vex_resize(void *at, u32 old_size, u32 size) {
  u32 top = vex_top;
  bool last = at && (u32)at + old_size == top;
  if (last) vex_top = (u32)at;
  void *to = vex_alloc(size);
  if (!to) vex_top = top;
  if (to && at && to != at) __builtin_memcpy(to, at, old_size);
  return to;
}

#endif

/* The export that the host calls first: where it may write `size` bytes of arguments. */
__attribute__((used)) void *VEX_EXPORT(vex_allocate)(u32 size) {
  void *at = vex_alloc(size);
  if (!at) __builtin_trap();
  return at;
}

/* --------------------------------------------------------------------------------- strings, UTF-8 */

typedef struct {
  const u8 *at;
  u32 length;
} slice;

static bool slice_is(slice s, const char *text) {
  u32 i = 0;
  for (; i < s.length; i++)
    if (text[i] == 0 || (u8)text[i] != s.at[i]) return false;
  return text[i] == 0;
}

/* Decodes one code point of valid UTF-8; moves `*at` behind it. */
static u32 utf8_next(const u8 **at) {
  const u8 *p = *at;
  u32 c = p[0];
  if (c < 0x80) {
    *at = p + 1;
    return c;
  }
  if (c < 0xe0) {
    *at = p + 2;
    return (c & 0x1f) << 6 | (p[1] & 0x3f);
  }
  if (c < 0xf0) {
    *at = p + 3;
    return (c & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
  }
  *at = p + 4;
  return (c & 0x07) << 18 | (p[1] & 0x3f) << 12 | (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/* Writes `c` as UTF-8; answers the number of bytes (1 to 4). */
static u32 utf8_put(u8 *to, u32 c) {
  if (c < 0x80) {
    to[0] = (u8)c;
    return 1;
  }
  if (c < 0x800) {
    to[0] = (u8)(0xc0 | c >> 6);
    to[1] = (u8)(0x80 | (c & 0x3f));
    return 2;
  }
  if (c < 0x10000) {
    to[0] = (u8)(0xe0 | c >> 12);
    to[1] = (u8)(0x80 | (c >> 6 & 0x3f));
    to[2] = (u8)(0x80 | (c & 0x3f));
    return 3;
  }
  to[0] = (u8)(0xf0 | c >> 18);
  to[1] = (u8)(0x80 | (c >> 12 & 0x3f));
  to[2] = (u8)(0x80 | (c >> 6 & 0x3f));
  to[3] = (u8)(0x80 | (c & 0x3f));
  return 4;
}

/* The length (1 to 4) of the well-formed UTF-8 sequence at `p`, or 0 when it is not well formed. */
static u32 utf8_length(const u8 *p, const u8 *end) {
  u32 c = p[0];
  if (c < 0x80) return 1;
  u32 left = (u32)(end - p);
  if (c < 0xc2 || c > 0xf4) return 0;
  if (left < 2 || (p[1] & 0xc0) != 0x80) return 0;
  if (c < 0xe0) return 2;
  if (left < 3 || (p[2] & 0xc0) != 0x80) return 0;
  if (c < 0xf0) {
    if (c == 0xe0 && p[1] < 0xa0) return 0;
    if (c == 0xed && p[1] > 0x9f) return 0; /* a surrogate */
    return 3;
  }
  if (left < 4 || (p[3] & 0xc0) != 0x80) return 0;
  if (c == 0xf0 && p[1] < 0x90) return 0;
  if (c == 0xf4 && p[1] > 0x8f) return 0; /* above U+10FFFF */
  return 4;
}

/* ------------------------------------------------------------------------------------ JSON reader */

typedef struct {
  u8 *p;
  u8 *end;
  const char *error; /* NULL while all is well; the first error stays */
  bool first;        /* the next member of the object is its first */
} json_reader;

enum json_kind { JSON_NONE, JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_NESTED };

typedef struct {
  enum json_kind kind;
  slice text;      /* a string's decoded bytes, or a number as it was written */
  bool is_integer; /* a number without a fraction: 7, 7.0 and 70e-1 are */
  i64 integer;     /* its value, held at +-10^17 when it is beyond that */
} json_value;

static bool json_fail(json_reader *r, const char *why) {
  if (!r->error) r->error = why;
  return false;
}

static void json_space(json_reader *r) {
  while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t')) r->p++;
}

static int json_hex4(const u8 *p) {
  int value = 0;
  for (int i = 0; i < 4; i++) {
    u32 c = p[i];
    int digit = c - '0' < 10u ? (int)(c - '0') : (c | 32) - 'a' < 6u ? (int)((c | 32) - 'a' + 10) : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* Reads the escape behind a backslash at `r->p`; the code point, or -1. */
static int json_escape(json_reader *r) {
  if (r->p >= r->end) return -1;
  switch (*r->p++) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': break;
    default: return -1;
  }
  if (r->end - r->p < 4) return -1;
  int c = json_hex4(r->p);
  if (c < 0) return -1;
  r->p += 4;
  if (c < 0xd800 || c > 0xdfff) return c;
  if (c < 0xdc00 && r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u') {
    int low = json_hex4(r->p + 2);
    if (low >= 0xdc00 && low <= 0xdfff) {
      r->p += 6;
      return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  }
  return 0xfffd;
}

/* Reads a string at its opening quote and decodes it in place. */
static bool json_string(json_reader *r, slice *out) {
  if (r->p >= r->end || *r->p != '"') return json_fail(r, "a string was expected");
  u8 *to = ++r->p;
  out->at = to;
  while (r->p < r->end) {
    u8 *p = r->p, *end = r->end;
    while (p < end && *p >= 0x20 && *p < 0x7f && *p != '"' && *p != '\\') *to++ = *p++;
    r->p = p;
    if (p == end) break;
    u32 c = *p;
    if (c == '"') {
      r->p++;
      out->length = (u32)(to - out->at);
      return true;
    }
    if (c < 0x20) return json_fail(r, "a control character stands in a string");
    if (c == '\\') {
      r->p++;
      int decoded = json_escape(r);
      if (decoded < 0) return json_fail(r, "an escape in a string is not valid");
      to += utf8_put(to, (u32)decoded);
    } else {
      u32 n = utf8_length(r->p, r->end);
      if (n == 0) return json_fail(r, "the arguments are not valid UTF-8");
      while (n--) *to++ = *r->p++;
    }
  }
  return json_fail(r, "a string has no end");
}

static u32 json_digits(json_reader *r) {
  u8 *start = r->p;
  while (r->p < r->end && *r->p - '0' < 10u) r->p++;
  return (u32)(r->p - start);
}

#define JSON_INTEGER_LIMIT 100000000000000000ll

/* The value of a number that was found well formed. */
static void json_integer(json_value *v) {
  const u8 *p = v->text.at, *end = p + v->text.length;
  bool negative = *p == '-';
  i64 exponent = 0;
  const u8 *e = p;
  while (e < end && (*e | 32) != 'e') e++;
  if (e < end) {
    const u8 *x = e + 1;
    bool minus = *x == '-';
    if (*x == '-' || *x == '+') x++;
    for (; x < end; x++)
      if (exponent < 1000000000) exponent = exponent * 10 + (*x - '0');
    if (minus) exponent = -exponent;
  }
  /* Trailing zeros of the digits belong to the exponent; what is left tells if it is an integer. */
  const u8 *last = e;
  while (last > p && (last[-1] == '0' || last[-1] == '.')) last--;
  bool behind_point = false, zero = true;
  i64 value = 0, scale = exponent;
  for (const u8 *d = negative ? p + 1 : p; d < e; d++) {
    if (*d == '.') {
      behind_point = true;
      continue;
    }
    if (d < last) {
      if (*d != '0') zero = false;
      if (value < JSON_INTEGER_LIMIT) value = value * 10 + (*d - '0');
      if (behind_point) scale--;
    } else if (!behind_point) {
      scale++;
    }
  }
  v->is_integer = zero || scale >= 0;
  for (; !zero && scale > 0 && value < JSON_INTEGER_LIMIT; scale--) value *= 10;
  if (value > JSON_INTEGER_LIMIT) value = JSON_INTEGER_LIMIT;
  v->integer = zero ? 0 : negative ? -value : value;
}

static bool json_number(json_reader *r, json_value *v) {
  v->text.at = r->p;
  if (r->p < r->end && *r->p == '-') r->p++;
  if (r->p < r->end && *r->p == '0') {
    r->p++;
  } else if (json_digits(r) == 0) {
    return json_fail(r, "a value was expected");
  }
  if (r->p < r->end && *r->p == '.') {
    r->p++;
    if (json_digits(r) == 0) return json_fail(r, "a number has no digit behind its point");
  }
  if (r->p < r->end && (*r->p | 32) == 'e') {
    r->p++;
    if (r->p < r->end && (*r->p == '+' || *r->p == '-')) r->p++;
    if (json_digits(r) == 0) return json_fail(r, "a number has no digit in its exponent");
  }
  v->text.length = (u32)(r->p - v->text.at);
  v->kind = JSON_NUMBER;
  json_integer(v);
  return true;
}

static bool json_word(json_reader *r, json_value *v, const char *word, enum json_kind kind) {
  for (; *word; word++, r->p++)
    if (r->p >= r->end || *r->p != (u8)*word) return json_fail(r, "a value was expected");
  v->kind = kind;
  return true;
}

static bool json_scalar(json_reader *r, json_value *v) {
  if (r->p >= r->end) return json_fail(r, "the arguments end too early");
  switch (*r->p) {
    case '"': v->kind = JSON_STRING; return json_string(r, &v->text);
    case 't': return json_word(r, v, "true", JSON_TRUE);
    case 'f': return json_word(r, v, "false", JSON_FALSE);
    case 'n': return json_word(r, v, "null", JSON_NULL);
    default: return json_number(r, v);
  }
}

static bool json_member_name(json_reader *r, slice *name) {
  if (!json_string(r, name)) return false;
  json_space(r);
  if (r->p >= r->end || *r->p != ':') return json_fail(r, "a colon was expected");
  r->p++;
  json_space(r);
  return true;
}

/* Reads past an array or object: one bit of heap for each level, set where it is an object. */
static bool json_nested(json_reader *r) {
  u32 depth = 0;
  u8 *levels = NULL;
  u32 capacity = 0;
  slice ignored;
  json_value value;
  for (;;) {
    json_space(r);
    if (r->p >= r->end) return json_fail(r, "the arguments end too early");
    u8 c = *r->p;
    if (c == '[' || c == '{') {
      if (depth == capacity) {
        levels = vex_resize(levels, capacity / 8, capacity / 4 + 64);
        if (!levels) return json_fail(r, "out of memory");
        capacity = capacity * 2 + 512;
      }
      u8 bit = (u8)(1 << (depth & 7));
      if (c == '{') {
        levels[depth >> 3] |= bit;
      } else {
        levels[depth >> 3] &= (u8)~bit;
      }
      depth++;
      r->p++;
      json_space(r);
      if (r->p < r->end && *r->p == (c == '{' ? '}' : ']')) goto close;
      if (c == '{' && !json_member_name(r, &ignored)) return false;
      continue;
    }
    if (!json_scalar(r, &value)) return false;
  next:
    json_space(r);
    if (r->p >= r->end) return json_fail(r, "the arguments end too early");
    bool object = levels[(depth - 1) >> 3] >> ((depth - 1) & 7) & 1;
    if (*r->p == ',') {
      r->p++;
      json_space(r);
      if (object && !json_member_name(r, &ignored)) return false;
      continue;
    }
    if (*r->p != (object ? '}' : ']')) return json_fail(r, "a comma or an end was expected");
  close:
    r->p++;
    if (--depth == 0) return true;
    goto next;
  }
}

static bool json_read_value(json_reader *r, json_value *v) {
  v->kind = JSON_NONE;
  json_space(r);
  if (r->p < r->end && (*r->p == '[' || *r->p == '{')) {
    v->kind = JSON_NESTED;
    return json_nested(r);
  }
  return json_scalar(r, v);
}

/* Starts reading the arguments, which must be an object. */
static json_reader json_open(u8 *at, u32 length) {
  json_reader r = {at, at + length, NULL, true};
  json_space(&r);
  if (r.p >= r.end || *r.p != '{') {
    json_fail(&r, "the arguments are not a JSON object");
  } else {
    r.p++;
  }
  return r;
}

/* The next member; false at the end of the object and of the text, or on an error (see r->error). */
static bool json_next(json_reader *r, slice *name, json_value *value) {
  if (r->error) return false;
  json_space(r);
  if (r->p < r->end && *r->p == '}') {
    r->p++;
    json_space(r);
    if (r->p < r->end) json_fail(r, "something stands behind the arguments");
    return false;
  }
  if (!r->first) {
    if (r->p >= r->end || *r->p != ',') return json_fail(r, "a comma or an end was expected");
    r->p++;
    json_space(r);
  }
  r->first = false;
  return json_member_name(r, name) && json_read_value(r, value);
}

/* ------------------------------------------------------------------------------------ JSON writer */

typedef struct {
  u8 *at;
  u32 length, capacity;
} json_writer;

static void write_room(json_writer *w, u32 more) {
  if (w->capacity - w->length >= more) return;
  u64 capacity = (u64)w->capacity * 2 + more + 256;
  if (capacity >> 31) __builtin_trap();
  w->at = vex_resize(w->at, w->capacity, (u32)capacity);
  if (!w->at) __builtin_trap();
  w->capacity = (u32)capacity;
}

static void write_bytes(json_writer *w, const void *bytes, u32 length) {
  write_room(w, length);
  __builtin_memcpy(w->at + w->length, bytes, length);
  w->length += length;
}

/* Writes a string literal as it is. */
#define write_text(w, literal) write_bytes(w, "" literal, sizeof(literal) - 1)

static void write_number(json_writer *w, u64 value) {
  u8 digits[20];
  u32 n = 0;
  do digits[n++] = (u8)('0' + value % 10);
  while (value /= 10);
  write_room(w, n);
  while (n) w->at[w->length++] = digits[--n];
}

/* dividend / divisor rounded to two decimals: 4.5 is written as 4.5, 4 as 4. */
static void write_ratio(json_writer *w, u64 dividend, u64 divisor) {
  u64 hundredths = divisor ? (dividend * 100 + divisor / 2) / divisor : 0;
  write_number(w, hundredths / 100);
  u32 rest = (u32)(hundredths % 100);
  if (!rest) return;
  write_room(w, 3);
  w->at[w->length++] = '.';
  w->at[w->length++] = (u8)('0' + rest / 10);
  if (rest % 10) w->at[w->length++] = (u8)('0' + rest % 10);
}

/* A JSON string of valid UTF-8. */
static void write_string(json_writer *w, slice s) {
  u32 escapes = 0;
  for (u32 i = 0; i < s.length; i++) {
    u8 c = s.at[i];
    escapes += c == '"' || c == '\\' ? 1 : c < 0x20 || c == 0x7f ? 5 : 0;
  }
  write_room(w, s.length + escapes + 2);
  u8 *to = w->at + w->length;
  *to++ = '"';
  for (u32 i = 0; i < s.length; i++) {
    u8 c = s.at[i];
    if (c == '"' || c == '\\') {
      *to++ = '\\';
      *to++ = c;
    } else if (c < 0x20 || c == 0x7f) {
      *to++ = '\\';
      *to++ = 'u';
      *to++ = '0';
      *to++ = '0';
      *to++ = (u8)('0' + (c >> 4));
      *to++ = (u8)"0123456789abcdef"[c & 15];
    } else {
      *to++ = c;
    }
  }
  *to++ = '"';
  w->length = (u32)(to - w->at);
}

/* What vex_execute returns: pointer in the high, length in the low 32 bits. */
static u64 vex_result(const json_writer *w) { return (u64)(u32)w->at << 32 | w->length; }

static u64 vex_error(const char *message) {
  json_writer w = {NULL, 0, 0};
  write_text(&w, "{\"error\":\"");
  u32 length = 0;
  while (message[length]) length++;
  write_bytes(&w, message, length);
  write_text(&w, "\"}");
  return vex_result(&w);
}

#endif
