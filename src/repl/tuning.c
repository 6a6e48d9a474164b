/* arr --tune: measures some of the settings once, and keeps them in a file that
 * every later start reads: $XDG_CONFIG_HOME/arr/tuning or ~/.config/arr/tuning.
 * Lines "name value"; # begins a comment. The names are the library's: those it
 * does not know do no harm. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "repl.h"

enum { MOST_BYTES = 4096 };

/* The file's name; false: there is none. */
static bool find_file(Options *options) {
    if (options->tuning && strcmp(options->tuning, "off") == 0) return false;
    if (options->tuning) {
        options->tuning_file = strdup(options->tuning);
        return options->tuning_file != NULL;
    }
    char *folder = options_folder("XDG_CONFIG_HOME", "/.config");
    if (!folder) return false;
    size_t size = strlen(folder) + sizeof "/tuning";
    options->tuning_file = malloc(size);
    if (options->tuning_file) snprintf(options->tuning_file, size, "%s/tuning", folder);
    free(folder);
    return options->tuning_file != NULL;
}

/* A line: blank, a comment, or a name and a number. */
static bool is_line(const char *line, size_t length) {
    size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyz_");
    if (length == 0 || line[0] == '#') return true;
    if (name == 0 || line[name] != ' ') return false;
    return name + 1 < length && name + 1 + strspn(line + name + 1, "0123456789") == length;
}

static bool check_lines(const Options *options) {
    int number = 1;
    for (const char *line = options->tuning_text; *line; number++) {
        size_t length = strcspn(line, "\n");
        if (!is_line(line, length)) {
            fprintf(
                stderr,
                "arr: '%s', line %d: not a name and a number; arr --tune writes the file anew\n",
                options->tuning_file, number);
            return false;
        }
        line += length + (line[length] == '\n');
    }
    return true;
}

bool tuning_read(Options *options) {
    if (!find_file(options) || options->tune) return true;
    FILE *file = fopen(options->tuning_file, "re");
    if (!file) { /* nobody has tuned; but who names a file means it */
        if (!options->tuning) return true;
        fprintf(stderr, "arr: cannot read '%s': %s\n", options->tuning_file, strerror(errno));
        return false;
    }
    options->tuning_text = calloc(1, MOST_BYTES);
    size_t length = options->tuning_text ? fread(options->tuning_text, 1, MOST_BYTES - 1, file) : 0;
    fclose(file);
    if (!options->tuning_text || length == 0 || !check_lines(options))
        return options->tuning_text && length == 0;
    options->config.tuning = options->tuning_text;
    return true;
}

bool tuning_has(const Options *options, const char *setting, size_t length) {
    for (const char *line = options->config.tuning; line && *line;) {
        if (strncmp(line, setting, length) == 0 && line[length] == ' ') return true;
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return false;
}

/* The folders on the way to a file, but for the root's own. */
static void make_folders(char *file) {
    for (char *slash = strchr(file + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        (void)mkdir(file, 0700);
        *slash = '/';
    }
}

/* Whole or not at all: a start that reads it meanwhile finds the old one. */
static bool write_file(const char *file, const char *text) {
    size_t size = strlen(file) + sizeof ".new";
    char *fresh = malloc(size);
    if (!fresh) return false;
    snprintf(fresh, size, "%s.new", file);
    FILE *stream = fopen(fresh, "we");
    bool good =
        stream &&
        fprintf(stream, "# measured by arr --tune; delete it to have the usual settings\n%s",
                text) > 0;
    if (stream && fclose(stream) != 0) good = false;
    if (good) good = rename(fresh, file) == 0;
    free(fresh);
    return good;
}

int tuning_make(const Options *options) {
    ArrState *state;
    if (!options->tuning_file) {
        fputs("arr: --tune needs a file to write: --tuning /FILE\n", stderr);
        return EXIT_USAGE;
    }
    if (arr_open(&options->config, &state) != ARR_OK) {
        fputs("arr: cannot start\n", stderr);
        return EXIT_USAGE;
    }
    const char *text = arr_tune_text(state);
    if (text) make_folders(options->tuning_file);
    bool written = text && write_file(options->tuning_file, text);
    if (written) printf("%s%s\n", text, options->tuning_file);
    else
        fprintf(stderr, "arr: cannot write '%s': %s\n", options->tuning_file,
                text ? strerror(errno) : "memory is short");
    arr_close(state);
    return written ? 0 : EXIT_USAGE;
}
