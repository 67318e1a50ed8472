/*
 * A tool as C compilers make them: 17 pages of memory (a stack of 1 MiB and its data), libc, and imports from WASI, one of
 * which every call uses. Input: any JSON; output: how often each letter occurs in it, and when the call was made.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define EXPORT(name) __attribute__((export_name(name)))

static char output[1024];

EXPORT("vex_allocate") void *vex_allocate(uint32_t size) {
    void *room = malloc(size);
    if (room == NULL) {
        fprintf(stderr, "no room for %u bytes\n", size);
    }
    return room;
}

EXPORT("vex_execute") uint64_t vex_execute(const char *arguments, uint32_t length) {
    unsigned counts[26] = {0};
    for (uint32_t i = 0; i < length; i++) {
        unsigned letter = (unsigned)(arguments[i] | 32) - 'a';
        if (letter < 26) {
            counts[letter]++;
        }
    }
    int used = snprintf(output, sizeof output, "{\"dated\":%s,\"letters\":{", time(NULL) > 0 ? "true" : "false");
    const char *separator = "";
    for (int i = 0; i < 26; i++) {
        if (counts[i] > 0) {
            used += snprintf(output + used, sizeof output - used, "%s\"%c\":%u", separator, 'a' + i, counts[i]);
            separator = ",";
        }
    }
    used += snprintf(output + used, sizeof output - used, "}}");
    return (uint64_t)(uintptr_t)output << 32 | (uint32_t)used;
}
