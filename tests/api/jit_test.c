/* The LLVM tier in a host: states that are closed, processes that end or fork
 * while kernels are being made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>

#include "arr.h"

/* Each number has kernels of its own. */
static const char text[] = "a = arange(200) / 7\n"
                           "for k in range(%u):\n    a = sqrt(a * a + k) - a[::-1] * 0.25\n"
                           "b = where(a > 1, a, -a) ** %u + exp(a)\n";

static bool run(ArrState *state, unsigned number) {
    char program[256];
    int length = snprintf(program, sizeof program, text, number % 4, 2 + number % 3);
    return arr_eval(state, "jit", program, (size_t)length) == ARR_OK && arr_flush(state) == ARR_OK;
}

static ArrState *open_state(bool force) {
    ArrState *state = NULL;
    ArrConfig config = {.size = sizeof config, .threads = 1, .limits_tiny = !force,
                        .jit = force ? "force" : "auto", .jit_module = JIT_MODULE};
    assert_int_equal(arr_open(&config, &state), ARR_OK);
    return state;
}

static double sum_of(ArrState *state) {
    double sum = 0;
    assert_int_equal(arr_float_get(state, "(a + b).sum()", &sum), ARR_OK);
    return sum;
}

static void *open_and_close(void *first) {
    for (unsigned i = 0; i < 40; i++) {
        ArrState *state = open_state(false);
        bool good = run(state, *(unsigned *)first + i);
        arr_close(state);
        if (!good) return "failed";
    }
    return NULL;
}

static void test_close_while_compiling(void **unused) {
    (void)unused;
    unsigned firsts[2] = {0, 5};
    pthread_t other;
    void *complaint;
    assert_int_equal(pthread_create(&other, NULL, open_and_close, &firsts[1]), 0);
    assert_null(open_and_close(&firsts[0]));
    pthread_join(other, &complaint);
    assert_null(complaint);
}

static int wait_for_child(pid_t child) {
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

/* exit() without arr_close(): the module ends its thread before LLVM's end. */
static void test_exit_while_compiling(void **unused) {
    (void)unused;
    for (unsigned i = 0; i < 20; i++) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            alarm(30);
            ArrState *state = open_state(false);
            bool good = run(state, i);
            usleep(i * 3000);
            exit(good ? 0 : 1);
        }
        assert_int_equal(wait_for_child(child), 0);
    }
}

/* More than the host's thread does by itself. */
static bool run_large(ArrState *state) {
    static const char program[] = "c = ones(300000)\n"
                                  "for k in range(40):\n    c = sqrt(c * c + k)\n";
    double sum = 0;
    return arr_eval(state, "jit", program, sizeof program - 1) == ARR_OK &&
           arr_float_get(state, "round(c.sum())", &sum) == ARR_OK && sum == 8383913.0;
}

/* A child has no compiler, but the kernels that were there; its worker is a new one. */
static void test_fork(void **unused) {
    (void)unused;
    ArrState *state = open_state(true);
    assert_true(run(state, 1) && run_large(state));
    fflush(NULL);
    usleep(50000); /* the worker sleeps: a fork while it holds a lock is not defined */
    pid_t child = fork();
    if (child == 0) {
        alarm(30);
        bool good = run(state, 1) && run(state, 2) && run_large(state);
        arr_close(state);
        _exit(good ? 0 : 1);
    }
    assert_int_equal(wait_for_child(child), 0);
    assert_true(run(state, 2) && run_large(state));
    arr_close(state);
}

static void test_same_sums(void **unused) {
    (void)unused;
    for (unsigned i = 0; i < 6; i++) {
        ArrConfig plain = {.size = sizeof plain, .threads = 1, .jit = "off"};
        ArrState *state = open_state(true), *other = NULL;
        assert_int_equal(arr_open(&plain, &other), ARR_OK);
        assert_true(run(state, i) && run(other, i));
        assert_true(sum_of(state) == sum_of(other));
        arr_close(state);
        arr_close(other);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exit_while_compiling), /* first: it forks, and wants one thread */
        cmocka_unit_test(test_fork),
        cmocka_unit_test(test_close_while_compiling),
        cmocka_unit_test(test_same_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
