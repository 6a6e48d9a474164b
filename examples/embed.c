/* A host program: one interpreter, its output taken by a function of the
 * host's, and an error that leaves it usable.
 *
 *   cc embed.c $(pkg-config --cflags --libs libarr) -o embed */
#include <arr.h>

#include <stdio.h>
#include <string.h>

static void write_line(void *user, const char *text, size_t length) {
    fwrite(text, 1, length, user);
}

static ArrStatus run(ArrState *state, const char *text) {
    ArrStatus status = arr_eval(state, "host", text, strlen(text));
    if (status != ARR_OK) printf("(%s)\n", arr_error_class(state));
    return status;
}

int main(void) {
    ArrConfig config = {.size = sizeof config, .write_fn = write_line, .write_user = stdout};
    ArrState *state;
    if (arr_open(&config, &state) != ARR_OK) return 1;
    bool good = run(state, "a = linspace(0, 1, 5)\nb = a * a") == ARR_OK;
    good = good && run(state, "a + zeros(4)") == ARR_ERROR;
    good = good && run(state, "print(b, b.sum())") == ARR_OK;
    arr_close(state);
    return good ? 0 : 1;
}
