/* A host program: a field that it owns is advanced by a program in arr.
 *
 *   cc host.c $(pkg-config --cflags --libs libarr) -o host
 *
 * The field stays in the host's memory: arr borrows it, works on it in place,
 * and says when it needs it no more. Errors come back as values; the
 * interpreter stays usable. */
#include <arr.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 64, COLUMNS = 64 };

static const char program[] =
    "def step(u, k):\n"
    "    u[1:-1, 1:-1] += k * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:]\n"
    "                          - 4 * u[1:-1, 1:-1])\n"
    "    return u.sum()\n";

static void write_text(void *user, const char *text, size_t length) {
    fwrite(text, 1, length, user);
}

static void release_field(void *user, void *data) {
    *(int *)user += 1;
    free(data);
}

/* 100 steps by calls of the program's function; *heat is what it returned last. */
static ArrStatus simulate(ArrState *state, double *heat) {
    static const char *const arguments[] = {"field", "k"};
    ArrStatus status = arr_eval(state, "program", program, sizeof program - 1);
    if (status == ARR_OK) status = arr_float_set(state, "k", 0.2);
    for (int i = 0; i < 100 && status == ARR_OK; i++)
        status = arr_call(state, "step", 2, arguments, "heat");
    return status == ARR_OK ? arr_float_get(state, "heat", heat) : status;
}

/* Reads a part of the field through arr, and a mistake in a program. */
static ArrStatus inspect(ArrState *state) {
    static const char mistake[] = "field[:, 0] = zeros(3)";
    double row[4];
    const int64_t shape[] = {4};
    const ArrMemory memory = {ARR_FLOAT64, 1, shape, NULL, row};
    ArrStatus status = arr_array_get_copy(state, "field[32, 30:34].round(3)", &memory);
    if (status != ARR_OK) return status;
    printf("around the middle: %g %g %g %g\n", row[0], row[1], row[2], row[3]);
    if (arr_eval(state, "mistake", mistake, sizeof mistake - 1) != ARR_ERROR) return ARR_MISUSE;
    ArrErrorInfo error;
    arr_error_info(state, &error);
    printf("%s:%d: %s\n", error.file, (int)error.line, error.class_name);
    return ARR_OK;
}

/* The field's memory goes to arr, which gives it back when it is closed. */
static ArrStatus run(ArrState *state, int *released) {
    double(*field)[COLUMNS] = calloc(ROWS, sizeof *field), heat;
    const int64_t shape[] = {ROWS, COLUMNS};
    const ArrMemory memory = {ARR_FLOAT64, 2, shape, NULL, field};
    if (!field) return ARR_MEMORY;
    ArrStatus status = arr_array_set_borrow(state, "field", &memory, true, release_field, released);
    if (status != ARR_OK) {
        free(field);
        return status;
    }
    field[ROWS / 2][COLUMNS / 2] = 1000; /* between calls the memory is the host's */
    status = simulate(state, &heat);
    if (status != ARR_OK) return status;
    printf("heat %.6g, middle %.4g\n", heat, field[ROWS / 2][COLUMNS / 2]);
    return inspect(state);
}

int main(void) {
    ArrConfig config = {.size = sizeof config, .write_fn = write_text, .write_user = stdout};
    ArrState *state;
    int released = 0;
    if (arr_open(&config, &state) != ARR_OK) return 1;
    ArrStatus status = run(state, &released);
    if (status != ARR_OK) fputs(arr_error_text(state), stderr); /* file, line, carets, hint */
    arr_close(state);
    return status == ARR_OK && released == 1 ? 0 : 1;
}
