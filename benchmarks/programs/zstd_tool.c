/* Zstandard as a tool: repeats standard input with changes, compresses it at several levels, and decompresses it again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "zstd.h"

enum { LENGTH = 1 << 18, CAPACITY = LENGTH + (LENGTH >> 7) + 512 };

static char input[1 << 16], text[LENGTH], compressed[CAPACITY], again[LENGTH];

int main(void) {
  static const int levels[] = {-5, 1, 3, 9, 19};
  size_t given = fread(input, 1, sizeof input, stdin);
  unsigned seed = 1;
  if (given == 0) {
    fputs("no input\n", stderr);
    return 1;
  }
  for (size_t each = 0; each < LENGTH; each++) {
    seed = seed * 1664525u + 1013904223u;
    text[each] = (char) (seed >> 26 == 0 ? '0' + seed % 10 : input[each % given]);
  }
  printf("{\"same\": true, \"bytes\": [");
  for (size_t each = 0; each < sizeof levels / sizeof *levels; each++) {
    size_t length = ZSTD_compress(compressed, sizeof compressed, text, LENGTH, levels[each]);
    if (ZSTD_isError(length) || ZSTD_decompress(again, LENGTH, compressed, length) != LENGTH || memcmp(text, again, LENGTH) != 0) {
      fprintf(stderr, "level %d failed\n", levels[each]);
      return 1;
    }
    printf("%s%d", each > 0 ? ", " : "", (int) length);
  }
  puts("]}");
  return 0;
}
