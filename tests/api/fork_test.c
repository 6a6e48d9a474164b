/* Hosts that fork: between arr_before_fork and arr_after_fork, at any moment;
 * and without these, while the state is at rest or at work. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

enum { PATIENCE = 60 /* seconds */ };

/* Loops of all threads, library calls, and both side by side. */
static const char work[] = "import numpy as np\n"
                           "a = np.ones(120000)\n"
                           "b = np.arange(120000.0)\n"
                           "for k in range(10):\n"
                           "    a = a * 0.5 + k\n"
                           "    b = np.cumsum(b) * 1e-5 + a\n"
                           "    c = np.cumsum(a) * 1e-5\n"
                           "    b = b + c\n";
static const char sums[] = "float((a + b + c).sum())";

static void open_state(Host *host) {
    ArrConfig config = {.size = sizeof config, .threads = 2, .window_size = 16};
    *host = (Host){.fail_at = 0};
    assert_int_equal(arr_open(&config, &host->state), ARR_OK);
}

static double sum_of(ArrState *state) {
    double sum = 0;
    return arr_float_get(state, sums, &sum) == ARR_OK ? sum : -1;
}

static double expected(void) {
    static double sum;
    if (sum > 0) return sum;
    Host host;
    open_state(&host);
    assert_int_equal(eval(&host, work), ARR_OK);
    sum = sum_of(host.state);
    assert_true(sum > 0);
    arr_close(host.state);
    return sum;
}

/* The child's exit code. */
static int wait_for(pid_t child) {
    int status = -1;
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 200 + WTERMSIG(status);
}

/* What a child does with its copy: goes on, closes, or both. */
static int use(ArrState *state, unsigned how, double wanted) {
    alarm(PATIENCE);
    if (how % 4 == 1) {
        arr_close(state);
        return 0;
    }
    if (how % 4 == 2 && arr_eval(state, "child", work, sizeof work - 1) != ARR_OK) return 2;
    if (sum_of(state) != wanted) return 1;
    if (how % 4 != 3) arr_close(state);
    return 0;
}

static void test_pending_work_is_done_by_both(void **unused) {
    (void)unused;
    double wanted = expected();
    for (unsigned i = 0; i < 16; i++) {
        Host host;
        open_state(&host);
        assert_int_equal(eval(&host, work), ARR_OK);
        if (i % 3) assert_int_equal(arr_flush(host.state), ARR_OK);
        usleep(i * 1000);
        assert_int_equal(arr_before_fork(host.state), ARR_OK);
        pid_t child = fork();
        arr_after_fork(host.state);
        if (child == 0) _exit(use(host.state, i, wanted));
        assert_true(sum_of(host.state) == wanted);
        assert_int_equal(wait_for(child), 0);
        arr_close(host.state);
    }
}

/* A child of a child, and several of one. */
static void test_generations(void **unused) {
    (void)unused;
    double wanted = expected();
    Host host;
    open_state(&host);
    assert_int_equal(eval(&host, work), ARR_OK);
    pid_t children[3];
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(arr_before_fork(host.state), ARR_OK);
        children[i] = fork();
        arr_after_fork(host.state);
        if (children[i]) continue;
        alarm(PATIENCE);
        assert_int_equal(eval(&host, work), ARR_OK);
        assert_int_equal(arr_before_fork(host.state), ARR_OK);
        pid_t child = fork();
        arr_after_fork(host.state);
        if (child == 0) _exit(use(host.state, i, wanted));
        int code = wait_for(child);
        _exit(code ? code : use(host.state, 0, wanted));
    }
    for (unsigned i = 0; i < 3; i++) assert_int_equal(wait_for(children[i]), 0);
    assert_true(sum_of(host.state) == wanted);
    arr_close(host.state);
}

static void test_a_state_at_rest_survives_any_fork(void **unused) {
    (void)unused;
    double wanted = expected();
    for (unsigned i = 0; i < 8; i++) {
        Host host;
        open_state(&host);
        assert_int_equal(eval(&host, work), ARR_OK);
        assert_int_equal(arr_wait(host.state), ARR_OK);
        pid_t child = fork();
        if (child == 0) _exit(use(host.state, i, wanted));
        assert_int_equal(wait_for(child), 0);
        assert_true(sum_of(host.state) == wanted);
        arr_close(host.state);
    }
}

/* A torn copy says so; it neither hangs nor crashes. The parent knows nothing of it. */
static int use_torn(Host *host, double wanted) {
    alarm(PATIENCE);
    ArrStatus status = eval(host, "d = a.sum()\nprint(d)\n");
    if (status == ARR_OK) return sum_of(host->state) == wanted ? 0 : 1; /* no task ran just then */
    if (status != ARR_ERROR || strcmp(arr_error_class(host->state), "RuntimeError") != 0) return 2;
    if (!strstr(arr_error_text(host->state), "arr_before_fork")) return 3;
    if (arr_wait(host->state) != ARR_ERROR || arr_stats_text(host->state)) return 4;
    arr_close(host->state);
    return 10;
}

static void test_a_state_at_work_is_torn(void **unused) {
    (void)unused;
    double wanted = expected();
    int torn = 0;
    for (unsigned i = 0; i < 12; i++) {
        Host host;
        open_state(&host);
        assert_int_equal(eval(&host, work), ARR_OK);
        assert_int_equal(arr_flush(host.state), ARR_OK);
        usleep(i * 1000);
        pid_t child = fork();
        if (child == 0) _exit(use_torn(&host, wanted));
        int code = wait_for(child);
        assert_true(code == 0 || code == 10);
        torn += code == 10;
        assert_true(sum_of(host.state) == wanted);
        arr_close(host.state);
    }
    assert_true(torn > 0);
}

static void fork_inside(void *user, const char *text, size_t length) {
    Host *host = user;
    (void)text;
    (void)length;
    host->nested = arr_before_fork(host->state);
    arr_after_fork(host->state);
}

static void test_misuse(void **unused) {
    (void)unused;
    Host host = {.fail_at = 0};
    assert_int_equal(arr_before_fork(NULL), ARR_MISUSE);
    arr_after_fork(NULL);
    assert_int_equal(host_open(&host, fork_inside), ARR_OK);
    arr_after_fork(host.state); /* not begun: nothing */
    assert_int_equal(eval(&host, "print(arange(3.0).sum())"), ARR_OK);
    assert_int_equal(host.nested, ARR_MISUSE);
    assert_int_equal(arr_before_fork(host.state), ARR_OK);
    assert_int_equal(arr_before_fork(host.state), ARR_MISUSE);
    assert_int_equal(eval(&host, "a = 1"), ARR_MISUSE);
    assert_non_null(arr_stats_text(host.state));
    arr_after_fork(host.state);
    assert_int_equal(eval(&host, "a = arange(4.0) * 2"), ARR_OK);
    close_and_count(&host);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_pending_work_is_done_by_both),
        cmocka_unit_test(test_generations),
        cmocka_unit_test(test_a_state_at_rest_survives_any_fork),
        cmocka_unit_test(test_a_state_at_work_is_torn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
