// meshoptimizer as a tool: makes vertices from the numbers of standard input, encodes and decodes them, and filters them. The decoder
// and the filters are written with the vector instructions of WebAssembly.
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "meshoptimizer.h"

enum { COUNT = 4096, CAPACITY = 1 << 20 };

struct vertex {
  unsigned short place[4];
  unsigned char normal[4];
  unsigned short texture[2];
};

static struct vertex vertices[COUNT], decoded[COUNT];
static unsigned char encoded[CAPACITY];
static float vectors[COUNT * 4];
static short filtered[COUNT * 4];
static char input[CAPACITY];

static unsigned checksum(const void *bytes, size_t length) {
  unsigned result = 2166136261u;
  for (size_t each = 0; each < length; each++) {
    result = (result ^ ((const unsigned char *) bytes)[each]) * 16777619u;
  }
  return result;
}

static unsigned quaternions() {
  for (int each = 0; each < COUNT; each++) {
    float x = (float) (each % 61 - 30), y = (float) (each % 37 - 18), z = (float) (each % 11 - 5);
    float length = sqrtf(x * x + y * y + z * z + 16);
    float *vector = vectors + each * 4;
    vector[0] = x / length;
    vector[1] = y / length;
    vector[2] = z / length;
    vector[3] = 4 / length;
  }
  meshopt_encodeFilterQuat(filtered, COUNT, 8, 12, vectors);
  meshopt_decodeFilterQuat(filtered, COUNT, 8);
  return checksum(filtered, sizeof filtered);
}

static unsigned exponents() {
  static float values[COUNT * 4];
  meshopt_encodeFilterExp(values, COUNT, 16, 15, vectors, meshopt_EncodeExpSharedVector);
  meshopt_decodeFilterExp(values, COUNT, 16);
  return checksum(values, sizeof values);
}

int main() {
  int count = 0, sum = 0;
  input[fread(input, 1, sizeof input - 1, stdin)] = 0;
  for (char *at = input; *at && count < COUNT;) {
    if (isdigit((unsigned char) *at)) {
      vertices[count].place[0] = (unsigned short) strtol(at, &at, 10);
      sum += vertices[count++].place[0];
    } else {
      at++;
    }
  }
  for (int each = count; each < COUNT; each++) {
    struct vertex *vertex = vertices + each;
    const struct vertex *before = vertices + (each > 0 ? each - 1 : 0);
    vertex->place[0] = (unsigned short) (before->place[0] + each % 7);
    vertex->place[1] = (unsigned short) (each * each % 1021);
    vertex->place[2] = (unsigned short) (each / 64);
    vertex->normal[each % 4] = (unsigned char) (each * 31);
    vertex->texture[each % 2] = (unsigned short) (each * 257);
  }
  size_t length = meshopt_encodeVertexBuffer(encoded, sizeof encoded, vertices, COUNT, sizeof(struct vertex));
  int status = meshopt_decodeVertexBuffer(decoded, COUNT, sizeof(struct vertex), encoded, length);
  bool same = length > 0 && status == 0 && memcmp(vertices, decoded, sizeof vertices) == 0;
  unsigned first = quaternions(), second = exponents();
  printf("{\"sum\": %d, \"bytes\": %d, \"same\": %s, \"filtered\": [%u, %u]}\n", sum, (int) length, same ? "true" : "false", first, second);
  return 0;
}
