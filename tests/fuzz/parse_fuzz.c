/* libFuzzer's target for the parser: bytes that must parse or be refused, with
 * a place inside the text, and leave the state as it was.
 *
 *   make fuzz-parser RUNS=1000000 */
#include "arr.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void die(const char *what, ArrState *state) {
    fprintf(stderr, "%s\n%s\n", what, arr_error_text(state));
    abort();
}

/* "name:line:column: SyntaxError: ..." with a line that the text has. */
static void check_error(ArrState *state, const uint8_t *data, size_t size) {
    const char *text = arr_error_text(state);
    unsigned line, lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n' || data[i] == '\r';
    if (strncmp(text, "fuzz:", 5) != 0) die("an error without its place", state);
    if (sscanf(text + 5, "%u:", &line) != 1 || line < 1 || line > lines + 1)
        die("an error beyond the text", state);
}

enum { TEXTS = 20000 }; /* that one state sees: it keeps the names of all */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static ArrState *state;
    static int texts;
    ArrConfig config = {.size = sizeof config, .threads = 1};
    if (texts++ % TEXTS == 0) {
        arr_close(state);
        if (arr_open(&config, &state) != ARR_OK) abort();
    }
    ArrStatus status = arr_check(state, "fuzz", (const char *)data, size);
    switch (status) {
    case ARR_OK: break;
    case ARR_SYNTAX:
    case ARR_INCOMPLETE: check_error(state, data, size); break;
    default: die("a text is right or wrong, nothing else", state);
    }
    return 0;
}
