/* Duktape as a tool: runs the script of its first argument, which finds standard input in `input`, and prints what it answers. */
#include <stdio.h>
#include "duktape.h"

static char input[1 << 20];

int main(int argc, char **argv) {
  size_t length = fread(input, 1, sizeof input, stdin);
  duk_context *context = duk_create_heap_default();
  if (argc < 2 || context == NULL) {
    fputs("no script, or no memory\n", stderr);
    return 2;
  }
  duk_push_lstring(context, input, length);
  duk_put_global_string(context, "input");
  if (duk_peval_string(context, argv[1]) != 0) {
    fprintf(stderr, "%s\n", duk_safe_to_string(context, -1));
    return 1;
  }
  puts(duk_safe_to_string(context, -1));
  return 0;
}
