/* Interpreters that come and go, with work of every kind still waiting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <pthread.h>

#include "arr.h"

/* What is left undone when the state is closed. */
static const char *const leftovers[] = {
    "",
    "a = arange(10.0) + 1\n",
    "a = ones(50000)\nfor k in range(20):\n    a = a * 2 - k\n",
    "m = ones((20, 20))\nfor k in range(9):\n    m = m @ m / 20\n    b = m[1:, ::2].sum(axis=0)\n",
    "def f(n):\n    return lambda: f\na = [f(3), zeros(40000) + 1]\na[0] = a\nprint(a[1])\nb = a[1] * 2\n",
    "x = zeros(3)\nwhile x[0] < 5:\n    x += 1\ny = x[::-1] @ nowhere\n",
};
enum { LEFTOVERS = sizeof leftovers / sizeof *leftovers };

static bool open_leave_close(unsigned number) {
    ArrState *state;
    ArrConfig config = {.size = sizeof config,
                        .limits_tiny = number % 16 == 3,
                        .window_size = number % 3 == 1 ? 4 : 0,
                        .threads = 1 + number % 2};
    if (arr_open(&config, &state) != ARR_OK) return false;
    const char *text = leftovers[number / 2 % LEFTOVERS];
    ArrStatus status = arr_eval(state, "leftover", text, strlen(text));
    if (number % 5 == 2) arr_interrupt(state);
    if (number % 7 == 1) arr_flush(state);
    arr_close(state);
    return status == ARR_OK || status == ARR_ERROR;
}

static void test_one_after_the_other(void **unused) {
    (void)unused;
    for (unsigned i = 0; i < 1000; i++) assert_true(open_leave_close(i));
}

static void *open_many(void *first) {
    for (unsigned i = 0; i < 200; i++)
        if (!open_leave_close(*(unsigned *)first + i)) return "failed";
    return NULL;
}

static void test_two_at_once(void **unused) {
    (void)unused;
    unsigned firsts[2] = {0, 7};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, open_many, &firsts[i]), 0);
    for (int i = 0; i < 2; i++) {
        void *complaint;
        pthread_join(threads[i], &complaint);
        assert_null(complaint);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Seconds until a state is closed that has as much work as the queue takes. */
static double close_when_full(const ArrConfig *config, const char *text) {
    ArrState *state;
    assert_int_equal(arr_open(config, &state), ARR_OK);
    assert_int_equal(arr_eval(state, "full", text, strlen(text)), ARR_OK);
    double start = now();
    arr_close(state);
    return now() - start;
}

/* Closing waits for the task that runs, not for all that was recorded (which
 * takes several times as long as it may take to close). */
static void test_full_queue(void **unused) {
    (void)unused;
    ArrConfig config = {.size = sizeof config, .window_size = 64, .threads = 1};
    double seconds = close_when_full(&config, "a = ones(400000)\n"
                                              "for k in range(8100):\n"
                                              "    a = a * 0.5 + k\n");
    assert_true(seconds < 2);
    config.no_fuse = true;
    seconds = close_when_full(&config, "m = ones((200, 200))\n"
                                       "for k in range(8000):\n"
                                       "    m = m @ m / 300\n");
    assert_true(seconds < 2);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_after_the_other),
        cmocka_unit_test(test_two_at_once),
        cmocka_unit_test(test_full_queue),
    };
    if (argc > 1) cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
