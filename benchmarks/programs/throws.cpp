/* Throws as many exceptions as its first argument says, each through as many functions as its second, and prints how many it caught. */
#include <cstdio>
#include <cstdlib>

__attribute__((noinline)) static int descend(int depth, int number) {
  if (depth == 1) {
    throw number;
  }
  volatile int below = descend(depth - 1, number);
  return below;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1, depth = argc > 2 ? atoi(argv[2]) : 1, caught = 0;
  for (int each = 0; each < count; each++) {
    try {
      descend(depth, each);
    } catch (int number) {
      caught += number == each;
    }
  }
  printf("{\"caught\": %d}\n", caught);
  return 0;
}
