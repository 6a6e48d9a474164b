/* Interpreters that come and go, with work of every kind still waiting: each gives all of its
 * memory back and takes its threads along. ARR_TEST_STATES=10000 says how many (1000). */
#include <dirent.h>
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
    "def f(n):\n    return lambda: f\na = [f(3), zeros(40000) + 1]\na[0] = a\nprint(a[1])\nb = "
    "a[1] * 2\n",
    "x = zeros(3)\nwhile x[0] < 5:\n    x += 1\ny = x[::-1] @ nowhere\n",
    "a = arange(30000.0)\nb = a[arange(0, 60000, 2)]\nc = [sort(a[::-1] * k) for k in range(5)]\n",
    "import numpy as np\nm = ones((40, 40))\nwith np.errstate(all='raise'):\n    x = m / m[0, 0]\n"
    "v = np.linalg.solve(m, m)\nw = v + 1\ng = np.random.default_rng(1).random(9000)\n",
};
enum { LEFTOVERS = sizeof leftovers / sizeof *leftovers };

/* The C library's, with an account: a state that is closed owes nothing. */
static void *counted_realloc(void *user, void *p, size_t old_size, size_t new_size) {
    size_t *held = user;
    if (new_size == 0) {
        free(p);
        __atomic_fetch_sub(held, old_size, __ATOMIC_RELAXED);
        return NULL;
    }
    void *q = realloc(p, new_size);
    if (q) __atomic_fetch_add(held, new_size - old_size, __ATOMIC_RELAXED);
    return q;
}

static bool open_leave_close(unsigned number) {
    ArrState *state;
    size_t held = 0;
    ArrConfig config = {.size = sizeof config,
                        .realloc_fn = counted_realloc,
                        .realloc_user = &held,
                        .limits_tiny = number % 16 == 3,
                        .window_size = number % 3 == 1 ? 4 : 0,
                        .threads = 1 + number % 2};
    if (arr_open(&config, &state) != ARR_OK) return false;
    const char *text = leftovers[number / 2 % LEFTOVERS];
    ArrStatus status = arr_eval(state, "leftover", text, strlen(text));
    if (number % 5 == 2) arr_interrupt(state);
    if (number % 7 == 1) arr_flush(state);
    arr_close(state);
    return held == 0 && (status == ARR_OK || status == ARR_ERROR);
}

/* Threads of this process, this one included. */
static int count_threads(void) {
    int count = 0;
    DIR *folder = opendir("/proc/self/task");
    if (!folder) return 1;
    for (const struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* A team's threads end by themselves when the worker has; it need not wait for them. */
static bool is_alone(void) {
    const struct timespec moment = {.tv_nsec = 10000000};
    for (int i = 0; i < 500 && count_threads() > 1; i++) nanosleep(&moment, NULL);
    return count_threads() == 1;
}

static unsigned wanted_states(void) {
    const char *text = getenv("ARR_TEST_STATES");
    return text ? (unsigned)strtoul(text, NULL, 10) : 1000;
}

static void test_one_after_the_other(void **unused) {
    (void)unused;
    for (unsigned i = 0; i < wanted_states(); i++) assert_true(open_leave_close(i));
    assert_true(is_alone());
}

static void *open_many(void *first) {
    for (unsigned i = 0; i < wanted_states() / 5; i++)
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
    assert_true(is_alone());
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
    setenv("OPENBLAS_NUM_THREADS", "1",
           1); /* it starts threads of its own when it is loaded, for good */
    if (argc > 1) cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
