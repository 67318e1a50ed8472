/* libpng as a tool: writes the numbers of standard input as the pixels of a grey image of one row, and prints the sum of the pixels
   that it reads back, and what libpng says of the image after each of its bytes was changed: it reports by longjmp. */
#include <ctype.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "png.h"

enum { CAPACITY = 1 << 16, WIDTH = 1 << 10 };

struct image {
  png_byte bytes[CAPACITY];
  size_t length, at;
};

static struct image image;
static png_byte row[WIDTH];
static char input[CAPACITY], message[128];

static void keep(png_structp png, png_bytep data, size_t length) {
  if (length > CAPACITY - image.length) {
    png_error(png, "image is too large");
  }
  memcpy(image.bytes + image.length, data, length);
  image.length += length;
}

static void flushed(png_structp png) {
  (void) png;
}

static void fetch(png_structp png, png_bytep data, size_t length) {
  if (length > image.length - image.at) {
    png_error(png, "image ends early");
  }
  memcpy(data, image.bytes + image.at, length);
  image.at += length;
}

static void failed(png_structp png, png_const_charp text) {
  snprintf(message, sizeof message, "%s", text);
  png_longjmp(png, 1);
}

static void warned(png_structp png, png_const_charp text) {
  (void) png;
  (void) text;
}

static int write_row(int width) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, failed, warned);
  png_infop info = png_create_info_struct(png);
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return 1;
  }
  png_set_write_fn(png, NULL, keep, flushed);
  png_set_IHDR(png, info, width, 1, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  png_write_row(png, row);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return 0;
}

static int read_row(int width) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, failed, warned);
  png_infop info = png_create_info_struct(png);
  image.at = 0;
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return 1;
  }
  png_set_read_fn(png, NULL, fetch);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_read_info(png, info);
  if (png_get_image_width(png, info) != (png_uint_32) width || png_get_rowbytes(png, info) > sizeof row) {
    png_error(png, "another width");
  }
  png_read_row(png, row, NULL);
  png_read_end(png, info);
  png_destroy_read_struct(&png, &info, NULL);
  return 0;
}

int main(void) {
  int width = 0, sum = 0, errors = 0;
  input[fread(input, 1, sizeof input - 1, stdin)] = 0;
  for (char *at = input; *at && width < WIDTH;) {
    if (isdigit((unsigned char) *at)) {
      row[width++] = (png_byte) strtol(at, &at, 10);
    } else {
      at++;
    }
  }
  if (width == 0 || write_row(width) || read_row(width)) {
    fprintf(stderr, "%s\n", width == 0 ? "no numbers" : message);
    return 1;
  }
  for (int each = 0; each < width; each++) {
    sum += row[each];
  }
  for (size_t each = 0; each < image.length; each++) {
    image.bytes[each] ^= 1;
    errors += read_row(width);
    image.bytes[each] ^= 1;
  }
  printf("{\"sum\": %d, \"bytes\": %d, \"errors\": %d, \"last\": \"%s\"}\n", sum, (int) image.length, errors, message);
  return 0;
}
