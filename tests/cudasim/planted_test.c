/* Mistakes that the simulator must find, each under its name, and the same program without the
 * mistake, of which it must say nothing. A program runs in a process of its own: what is found
 * shows in its exit status and on stderr. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gpu.h"

enum { FAILED_STATUS = 97, WRONG_STATUS = 5, ROWS = 1000 };
static bool fixed; /* runs without its mistake */

/* --- kernels: WRONG(x) is there with the mistake, RIGHT(x) without ----------------------- */

static CUmodule load(const char *text) {
    static char all[8192];
    snprintf(all, sizeof all, "#define WRONG(x) %s\n#define RIGHT(x) %s\n%s", fixed ? "" : "x",
             fixed ? "x" : "", text);
    return gpu_module(all);
}

/* kernel(const double *a, double *b, int n) over n elements */
static void run_kernel(const char *text, int n, unsigned blocks, unsigned threads) {
    double a[ROWS];
    for (int i = 0; i < ROWS; i++) a[i] = i;
    gpu_open();
    CUmodule module = load(text);
    CUdeviceptr from = gpu_upload(a, (size_t)n * 8), to = gpu_upload(a, (size_t)n * 8);
    gpu_run(gpu_function(module, "kernel"), blocks, threads, 256, &from, &to, &n, NULL);
    cuCtxSynchronize();
    cuMemFree(from);
    cuMemFree(to);
    cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
}

#define KERNEL                                                                   \
    "extern \"C\" __global__ void kernel(const double *a, double *b, int n) {\n" \
    "  int t = threadIdx.x, i = blockIdx.x * blockDim.x + t;\n"

static void missing_barrier(void) {
    run_kernel(KERNEL
               "__shared__ double s[64]; s[t] = a[i]; RIGHT(__syncthreads();) b[i] = s[63 - t]; }",
               128, 2, 64);
}
static void missing_second_barrier(void) {
    run_kernel(
        KERNEL
        "__shared__ double s[64]; for (int k = 0; k < 2; k++) { s[t] = a[i] + k; __syncthreads();\n"
        "  b[i] = s[63 - t]; RIGHT(__syncthreads();) } }",
        128, 2, 64);
}
static void missing_warp_sync(void) {
    run_kernel(
        KERNEL
        "__shared__ volatile double s[32]; s[t] = a[i]; RIGHT(__syncwarp();) b[i] = s[31 - t]; }",
        32, 1, 32);
}
static void divergent_barrier(void) {
    run_kernel(KERNEL "if (t < 16) { b[i] = a[i]; WRONG(__syncthreads();) } else { b[i] = 2 * "
                      "a[i]; WRONG(__syncthreads();) }\n"
                      "RIGHT(__syncthreads();) b[i] += 1; }",
               64, 1, 64);
}
static void early_exit(void) {
    run_kernel(KERNEL "__shared__ double s[64]; WRONG(if (i >= n) return;) s[t] = i < n ? a[i] : "
                      "0; __syncthreads();\n"
                      "if (i < n) b[i] = s[t ^ 1]; }",
               100, 2, 64);
}
static void lonely_barrier(void) {
    run_kernel(KERNEL "RIGHT(__syncthreads();) WRONG(if (t < 32) asm volatile(\"bar.sync 1, "
                      "64;\");) b[i] = a[i]; }",
               64, 1, 64);
}
static void off_by_one_tail(void) {
    run_kernel(KERNEL "if (i < n WRONG(+ 1)) b[i] = a[i]; }", 100, 2, 64);
}
static void wrong_stride(void) {
    run_kernel(KERNEL "if (i < n / 2) b[i] = a[i * (2 WRONG(+ 1))]; }", 100, 1, 64);
}
static void negative_index(void) {
    run_kernel(KERNEL "if (i < n) b[i] = i RIGHT(> 0 && i) ? a[i - 1] : 0 WRONG(+ a[i - 1]); }", 64,
               1, 64);
}
static void shared_out_of_bounds(void) {
    run_kernel(KERNEL "__shared__ double s[32], r[32]; s[t] = a[i]; r[t] = 1; __syncthreads();\n"
                      "b[i] = s[t WRONG(+ 1)] + r[t]; }",
               32, 1, 32);
}
static void dynamic_shared_out_of_bounds(void) {
    run_kernel(KERNEL
               "extern __shared__ double s[]; s[t WRONG(+ 1)] = a[i]; b[i] = s[t WRONG(+ 1)]; }",
               32, 1, 32);
}
static void local_out_of_bounds(void) {
    run_kernel(KERNEL "double s[8]; for (int k = 0; k < 8; k++) s[k] = a[i] + k;\n"
                      "b[i] = s[((int)a[i] & 7) WRONG(+ 1)]; }",
               32, 1, 32);
}
static void uninitialised_shared(void) {
    run_kernel(KERNEL "__shared__ double s[64]; if (t < 64 WRONG(- 2)) s[t] = a[i]; "
                      "__syncthreads(); b[i] = s[63 - t]; }",
               64, 1, 64);
}
static void misaligned(void) {
    run_kernel(KERNEL "if (i < n / 2 - 1) { double2 v = *(const double2 *)(a + 2 * i WRONG(+ 1)); "
                      "b[i] = v.x + v.y; } }",
               64, 1, 64);
}
static void shuffle_without_partner(void) {
    run_kernel(KERNEL "double v = a[i]; WRONG(if (t < 20)) v += __shfl_down_sync(WRONG(0xfffff) "
                      "RIGHT(0xffffffff), v, 8); b[i] = v; }",
               32, 1, 32);
}
static void shuffle_that_waits(void) {
    run_kernel(KERNEL
               "double v = a[i]; WRONG(if (t < 20)) v += __shfl_xor_sync(0xffffffff, v, 1);\n"
               "WRONG(else v += __shfl_xor_sync(0xffffffff, v, 2);) b[i] = v; }",
               32, 1, 32);
}
static void host_pointer(void) {
    double host[4] = {1, 2, 3, 4};
    int n = 4;
    gpu_open();
    CUmodule module = load(KERNEL "if (i < n) b[i] = a[i]; }");
    CUdeviceptr from = gpu_upload(host, sizeof host), to = gpu_upload(NULL, sizeof host);
    CUdeviceptr given = fixed ? from : (CUdeviceptr)(uintptr_t)host;
    gpu_run(gpu_function(module, "kernel"), 1, 32, 0, &given, &to, &n, NULL);
    cuCtxSynchronize();
    cuMemFree(from);
    cuMemFree(to);
    cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
}

static void write_to_constant(void) {
    double host[4] = {1, 2, 3, 4};
    int n = 4;
    gpu_open();
    CUmodule module = load("__constant__ double table[4] = {1, 2, 3, 4};\n" KERNEL
                           "if (i < n) b[i] = a[i] + table[i]; }");
    CUdeviceptr from = gpu_upload(host, sizeof host), to = gpu_upload(NULL, sizeof host), constant;
    GPU(cuModuleGetGlobal(&constant, NULL, module, "table"));
    gpu_run(gpu_function(module, "kernel"), 1, 32, 0, &from, fixed ? &to : &constant, &n, NULL);
    cuCtxSynchronize();
    cuMemFree(from);
    cuMemFree(to);
    cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
}

/* --- memory ------------------------------------------------------------------------------ */

static const char *const copy_text = KERNEL "if (i < n) b[i] = a[i] + 1; }";

/* Runs the copy; its buffers in the order that the mistake wants. */
static void with_buffers(void (*misuse)(CUfunction copy, CUdeviceptr from, CUdeviceptr to)) {
    double a[ROWS] = {0};
    gpu_open();
    CUmodule module = load(copy_text);
    CUdeviceptr from = gpu_upload(a, sizeof a), to;
    GPU(cuMemAlloc(&to, sizeof a));
    misuse(gpu_function(module, "kernel"), from, to);
    cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
}

static int rows = ROWS;

static void free_twice(CUfunction copy, CUdeviceptr from, CUdeviceptr to) {
    gpu_run(copy, 8, 128, 0, &from, &to, &rows, NULL);
    cuMemFree(from);
    cuMemFree(to);
    if (!fixed) cuMemFree(from);
}
static void double_free(void) {
    with_buffers(free_twice);
}

static void free_inside(CUfunction copy, CUdeviceptr from, CUdeviceptr to) {
    (void)copy;
    if (!fixed) cuMemFree(from + 8);
    cuMemFree(from);
    cuMemFree(to);
}
static void bad_free(void) {
    with_buffers(free_inside);
}

static void free_then_use(CUfunction copy, CUdeviceptr from, CUdeviceptr to) {
    if (fixed) gpu_run(copy, 8, 128, 0, &from, &to, &rows, NULL);
    cuMemFree(from);
    if (!fixed) gpu_run(copy, 8, 128, 0, &from, &to, &rows, NULL);
    cuCtxSynchronize();
    cuMemFree(to);
}
static void use_after_free(void) {
    with_buffers(free_then_use);
}

static void read_unwritten(CUfunction copy, CUdeviceptr from, CUdeviceptr to) {
    CUdeviceptr *first = fixed ? &from : &to, *second = fixed ? &to : &from;
    gpu_run(copy, 8, 128, 0, first, second, &rows, NULL);
    cuMemFree(from);
    cuMemFree(to);
}
static void uninitialised_read(void) {
    with_buffers(read_unwritten);
}

static void pull_unwritten(CUfunction copy, CUdeviceptr from, CUdeviceptr to) {
    double host[ROWS];
    if (fixed) gpu_run(copy, 8, 128, 0, &from, &to, &rows, NULL);
    cuMemcpyDtoH(host, to, sizeof host);
    cuMemFree(from);
    cuMemFree(to);
}
static void pull_of_nothing(void) {
    with_buffers(pull_unwritten);
}

static void forget(CUfunction copy, CUdeviceptr from, CUdeviceptr to) {
    gpu_run(copy, 8, 128, 0, &from, &to, &rows, NULL);
    cuMemFree(from);
    if (fixed) cuMemFree(to);
}
static void leaked_allocation(void) {
    with_buffers(forget);
}

/* --- streams ----------------------------------------------------------------------------- */

/* b = a + 1 in one stream, c = b + 1 in another: the second has to wait. Ends the process with
 * WRONG_STATUS if c is not what it should be. */
static void two_streams(bool waits, bool second_stream) {
    double a[ROWS], c[ROWS], b[ROWS] = {0};
    for (int i = 0; i < ROWS; i++) a[i] = i;
    CUstream streams[2];
    CUevent event;
    gpu_open();
    CUmodule module = load(copy_text);
    CUfunction copy = gpu_function(module, "kernel");
    CUdeviceptr da = gpu_upload(a, sizeof a), db = gpu_upload(b, sizeof b),
                dc = gpu_upload(NULL, sizeof c);
    for (int i = 0; i < 2; i++) GPU(cuStreamCreate(&streams[i], 1));
    GPU(cuEventCreate(&event, 2));
    CUstream second = streams[second_stream];
    GPU(cuLaunchKernel(copy, 8, 1, 1, 128, 1, 1, 0, streams[0], (void *[]){&da, &db, &rows}, NULL));
    GPU(cuEventRecord(event, streams[0]));
    if (waits) GPU(cuStreamWaitEvent(second, event, 0));
    GPU(cuLaunchKernel(copy, 8, 1, 1, 128, 1, 1, 0, second, (void *[]){&db, &dc, &rows}, NULL));
    GPU(cuMemcpyDtoHAsync(c, dc, sizeof c, second));
    GPU(cuStreamSynchronize(second));
    bool wrong = false;
    for (int i = 0; i < ROWS; i++) wrong |= c[i] != i + 2;
    cuMemFree(da);
    cuMemFree(db);
    cuMemFree(dc);
    cuEventDestroy(event);
    for (int i = 0; i < 2; i++) cuStreamDestroy(streams[i]);
    cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
    if (wrong) _Exit(WRONG_STATUS);
}
static void missing_event_wait(void) {
    two_streams(fixed, true);
}
static void wrong_stream(void) {
    two_streams(false, !fixed);
}

/* The host looks at what is still to be copied: it sees poison, not yet the values. */
static void missing_pull_sync(void) {
    double a[ROWS] = {0};
    gpu_open();
    for (int i = 0; i < ROWS; i++) a[i] = i;
    CUdeviceptr device = gpu_upload(a, sizeof a);
    CUstream stream;
    GPU(cuStreamCreate(&stream, 1));
    GPU(cuMemcpyDtoHAsync(a, device, sizeof a, stream));
    if (fixed) GPU(cuStreamSynchronize(stream));
    bool wrong = a[3] != 3;
    GPU(cuStreamSynchronize(stream));
    cuMemFree(device);
    cuStreamDestroy(stream);
    cuDevicePrimaryCtxRelease(0);
    if (wrong) _Exit(WRONG_STATUS);
}

static void host_changes(bool waits) {
    double a[ROWS] = {0};
    gpu_open();
    CUdeviceptr device = gpu_upload(NULL, sizeof a);
    CUstream stream;
    GPU(cuStreamCreate(&stream, 1));
    GPU(cuMemcpyHtoDAsync(device, a, sizeof a, stream));
    if (waits) GPU(cuStreamSynchronize(stream));
    a[5] = 7;
    GPU(cuStreamSynchronize(stream));
    cuMemFree(device);
    cuStreamDestroy(stream);
    cuDevicePrimaryCtxRelease(0);
}
static void host_memory_changed(void) {
    host_changes(fixed);
}

static void stream_after_end(void) {
    gpu_open();
    CUdeviceptr device = gpu_upload(NULL, 64);
    CUstream stream;
    GPU(cuStreamCreate(&stream, 1));
    if (fixed) cuMemsetD8Async(device, 0, 64, stream);
    cuStreamDestroy(stream);
    if (!fixed) cuMemsetD8Async(device, 0, 64, stream);
    cuMemFree(device);
    cuDevicePrimaryCtxRelease(0);
}

static void leaked_stream(void) {
    gpu_open();
    CUstream stream;
    GPU(cuStreamCreate(&stream, 1));
    if (fixed) cuStreamDestroy(stream);
    cuDevicePrimaryCtxRelease(0);
}

static void bad_ptx(void) {
    CUmodule module;
    gpu_open();
    const char *text =
        fixed ? ".version 8.0\n.target sm_80\n.address_size 64\n.visible .entry k()\n{\nret;\n}\n"
              : ".version 8.0\n.target sm_80\n.address_size 64\n.visible .entry "
                "k()\n{\nfrobnicate.u32 %r1;\nret;\n}\n";
    if (cuModuleLoadData(&module, text) == 0) cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
}

/* --- rows -------------------------------------------------------------------------------- */

typedef struct Planted {
    const char *name;
    void (*run)(void);
    const char *found; /* NULL: the result is wrong */
} Planted;

#define PLANTED(name, found) \
    { #name, name, found }
static const Planted planted[] = {
    PLANTED(missing_barrier, "race"),
    PLANTED(missing_second_barrier, "race"),
    PLANTED(missing_warp_sync, "race"),
    PLANTED(divergent_barrier, "divergent barrier"),
    PLANTED(early_exit, "early exit"),
    PLANTED(lonely_barrier, "deadlock"),
    PLANTED(off_by_one_tail, "out of bounds"),
    PLANTED(wrong_stride, "out of bounds"),
    PLANTED(negative_index, "out of bounds"),
    PLANTED(shared_out_of_bounds, "out of bounds"),
    PLANTED(dynamic_shared_out_of_bounds, "out of bounds"),
    PLANTED(local_out_of_bounds, "out of bounds"),
    PLANTED(host_pointer, "out of bounds"),
    PLANTED(uninitialised_shared, "uninitialised read"),
    PLANTED(uninitialised_read, "uninitialised read"),
    PLANTED(pull_of_nothing, "uninitialised read"),
    PLANTED(misaligned, "misaligned"),
    PLANTED(write_to_constant, "write to constant memory"),
    PLANTED(shuffle_without_partner, "uninitialised read"),
    PLANTED(shuffle_that_waits, "deadlock"),
    PLANTED(double_free, "double free"),
    PLANTED(bad_free, "bad free"),
    PLANTED(use_after_free, "use after free"),
    PLANTED(leaked_allocation, "leak"),
    PLANTED(leaked_stream, "leak"),
    PLANTED(missing_event_wait, "missing order"),
    PLANTED(wrong_stream, "missing order"),
    PLANTED(missing_pull_sync, NULL),
    PLANTED(host_memory_changed, "host memory changed"),
    PLANTED(stream_after_end, "wrong call"),
    PLANTED(bad_ptx, "PTX"),
};
enum { PLANTED_COUNT = sizeof planted / sizeof *planted };

/* With the mistake it is told by its name, without it nothing is. */
static void test_planted(void **state) {
    const Planted *one = *state;
    char text[16384], want[64];
    if (!gpu_libraries()) skip();
    fixed = false;
    int status = gpu_child(one->run, 1, text, sizeof text);
    snprintf(want, sizeof want, "cudasim: %s: ", one->found ? one->found : "");
    if (status != (one->found ? FAILED_STATUS : WRONG_STATUS) && status != WRONG_STATUS)
        fail_msg("with its mistake: status %d\n%s", status, text);
    if (one->found && !strstr(text, want)) fail_msg("not told as %s:\n%s", one->found, text);
    fixed = true;
    status = gpu_child(one->run, 1, text, sizeof text);
    if (status != 0 || *text) fail_msg("without its mistake: status %d\n%s", status, text);
}

/* Where a wait is missing, not only the check finds it: most seeds give wrong values. */
static void test_seeds(void **unused) {
    (void)unused;
    char text[16384];
    int wrong = 0, right = 0;
    if (!gpu_libraries()) skip();
    for (uint64_t seed = 1; seed <= 8; seed++) {
        fixed = false;
        wrong += gpu_child(missing_event_wait, seed, text, sizeof text) == WRONG_STATUS;
        fixed = true;
        right += gpu_child(missing_event_wait, seed, text, sizeof text) == 0;
    }
    assert_true(wrong >= 4);
    assert_int_equal(right, 8);
}

/* A report names the kernel and the line of the text. */
static void test_report(void **unused) {
    (void)unused;
    char text[16384];
    if (!gpu_libraries()) skip();
    fixed = false;
    gpu_child(off_by_one_tail, 1, text, sizeof text);
    const char *line = strstr(text, "kernel kernel, PTX line ");
    assert_non_null(line);
    assert_non_null(strstr(line, "ld.global"));
    assert_non_null(strstr(text, "block (1,0,0) thread (36,0,0)"));
}

int main(void) {
    static struct CMUnitTest tests[PLANTED_COUNT + 2];
    for (int i = 0; i < PLANTED_COUNT; i++)
        tests[i] = (struct CMUnitTest){planted[i].name, test_planted, NULL, NULL,
                                       (void *)(uintptr_t)&planted[i]};
    tests[PLANTED_COUNT] = (struct CMUnitTest)cmocka_unit_test(test_seeds);
    tests[PLANTED_COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(test_report);
    return _cmocka_run_group_tests("planted", tests, PLANTED_COUNT + 2, NULL, NULL);
}
