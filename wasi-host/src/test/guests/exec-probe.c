// Does one small thing, named by its first argument, so that tests see how it is run from outside.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "wasi.h"

extern char **environ;

static int cat(int in) {
    static char buffer[65536];
    ssize_t count;
    while ((count = read(in, buffer, sizeof buffer)) > 0) {
        for (ssize_t done = 0, now; done < count; done += now) {
            if ((now = write(1, buffer + done, count - done)) < 0) {
                return 1;
            }
        }
    }
    return count < 0 ? 2 : 0;
}

static int list(const char *path) {
    DIR *dir = opendir(path);
    if (!dir) {
        perror(path);
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        puts(entry->d_name);
    }
    closedir(dir);
    return 0;
}

static int save(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) {
        perror(path);
        return 1;
    }
    return close(fd);
}

static int clocks_and_random(void) {
    struct timespec real, monotonic;
    unsigned char bytes[8];
    clock_gettime(CLOCK_REALTIME, &real);
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    w_random_get(bytes, sizeof bytes);
    printf("%lld.%09ld %lld.%09ld ", real.tv_sec, real.tv_nsec, monotonic.tv_sec, monotonic.tv_nsec);
    for (int i = 0; i < 8; i++) {
        printf("%02x", bytes[i]);
    }
    puts("");
    return 0;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "arguments")) {
        for (int i = 2; i < argc; i++) {
            puts(argv[i]);
        }
    } else if (!strcmp(what, "environment")) {
        for (char **each = environ; *each; each++) {
            puts(*each);
        }
    } else if (!strcmp(what, "cat")) {
        return argc > 2 ? cat(open(argv[2], O_RDONLY)) : cat(0);
    } else if (!strcmp(what, "list")) {
        return list(argv[2]);
    } else if (!strcmp(what, "save")) {
        return save(argv[2], argv[3]);
    } else if (!strcmp(what, "clocks")) {
        return clocks_and_random();
    } else if (!strcmp(what, "yes")) {
        while (write(1, "y\n", 2) == 2) {
        }
        fprintf(stderr, "%s\n", strerror(errno));
        return 3;
    } else if (!strcmp(what, "yes-regardless")) {
        for (;;) {
            write(1, "y\n", 2);
        }
    } else if (!strcmp(what, "both")) {
        for (int i = 0; i < 100; i++) {
            char line[] = {'0' + i / 10, '0' + i % 10, '\n'};
            write(1 + i % 2, line, 3);
        }
    } else if (!strcmp(what, "exit")) {
        w_proc_exit(strtoul(argv[2], NULL, 10));
    } else if (!strcmp(what, "trap")) {
        __builtin_trap();
    } else if (!strcmp(what, "sleep")) {
        sleep(atoi(argv[2]));
    } else {
        fprintf(stderr, "unknown: %s\n", what);
        return 2;
    }
    return 0;
}
