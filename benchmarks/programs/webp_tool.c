/* libwebp as a tool: draws an image from the numbers of standard input, encodes it without and with loss, and decodes both. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "webp/decode.h"
#include "webp/encode.h"

enum { SIZE = 128, BYTES = SIZE * SIZE * 4 };

static uint8_t image[BYTES];
static char input[1 << 16];

/* The sum of the differences of an encoded image, or -1. */
static long difference(const uint8_t *encoded, size_t length) {
  int width, height;
  long sum = 0;
  uint8_t *decoded = WebPDecodeRGBA(encoded, length, &width, &height);
  if (!decoded || width != SIZE || height != SIZE) {
    return -1;
  }
  for (size_t each = 0; each < BYTES; each++) {
    sum += abs(decoded[each] - image[each]);
  }
  WebPFree(decoded);
  return sum;
}

int main(void) {
  int numbers[64] = {0}, count = 0, sum = 0;
  uint8_t *encoded;
  input[fread(input, 1, sizeof input - 1, stdin)] = 0;
  for (char *at = input; *at && count < 64;) {
    if (isdigit((unsigned char) *at)) {
      numbers[count] = (int) strtol(at, &at, 10);
      sum += numbers[count++];
    } else {
      at++;
    }
  }
  for (int each = 0; each < SIZE * SIZE; each++) {
    int x = each % SIZE, y = each / SIZE, number = numbers[(x / 8 + y / 8) % (count + 1)];
    image[each * 4] = (uint8_t) (x * 2 + number);
    image[each * 4 + 1] = (uint8_t) (y * 2 ^ number);
    image[each * 4 + 2] = (uint8_t) (x * y / SIZE + number * 3);
    image[each * 4 + 3] = 255;
  }
  size_t exact = WebPEncodeLosslessRGBA(image, SIZE, SIZE, SIZE * 4, &encoded);
  long none = difference(encoded, exact);
  WebPFree(encoded);
  size_t lossy = WebPEncodeRGBA(image, SIZE, SIZE, SIZE * 4, 75, &encoded);
  long some = difference(encoded, lossy);
  WebPFree(encoded);
  printf("{\"sum\": %d, \"bytes\": [%d, %d], \"difference\": [%ld, %ld]}\n", sum, (int) exact, (int) lossy, none, some);
  return 0;
}
