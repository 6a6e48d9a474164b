/* The stand-in driver: what calls do when all is well, and when they are
 * made to fail. Each test is a process of its own, since settings are the environment's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gpu.h"

enum { COUNT = 1000, FAILED_STATUS = 97 };

static const char *const add_text =
    "extern \"C\" __global__ void add(const double *a, double *b, int n, double k) {\n"
    "  int i = blockIdx.x * blockDim.x + threadIdx.x; if (i < n) b[i] = a[i] + k; }";
static int count = COUNT;
static double numbers[COUNT];

static void fill_numbers(void) {
    for (int i = 0; i < COUNT; i++) numbers[i] = i;
}

static CUresult add(CUfunction function, CUdeviceptr from, CUdeviceptr to, double k,
                    CUstream stream) {
    return cuLaunchKernel(function, 8, 1, 1, 128, 1, 1, 0, stream,
                          (void *[]){&from, &to, &count, &k}, NULL);
}

/* --- what works -------------------------------------------------------------------------- */

static void graphs(void) {
    double got[COUNT];
    CUstream stream, other;
    CUevent event;
    CUgraph graph, exec;
    gpu_open();
    fill_numbers();
    CUmodule module = gpu_module(add_text);
    CUfunction function = gpu_function(module, "add");
    CUdeviceptr a = gpu_upload(numbers, sizeof numbers), b = gpu_upload(numbers, sizeof numbers);
    GPU(cuStreamCreate(&stream, 1));
    GPU(cuStreamCreate(&other, 1));
    GPU(cuEventCreate(&event, 2));
    GPU(cuStreamBeginCapture(stream, 0));
    GPU(add(function, a, b, 1, stream));
    GPU(cuEventRecord(event, stream));
    GPU(cuStreamWaitEvent(other, event, 0));
    GPU(add(function, b, a, 1, other));
    GPU(cuEventRecord(event, other));
    GPU(cuStreamWaitEvent(stream, event, 0));
    GPU(cuStreamEndCapture(stream, &graph));
    GPU(cuGraphInstantiateWithFlags(&exec, graph, 0));
    GPU(cuGraphDestroy(graph));
    for (int i = 0; i < 5; i++) GPU(cuGraphLaunch(exec, stream));
    GPU(cuStreamSynchronize(stream));
    gpu_download(got, a, sizeof got);
    for (int i = 0; i < COUNT; i++) CHECK(got[i] == i + 10);
    GPU(cuGraphExecDestroy(exec));
    GPU(cuEventDestroy(event));
    GPU(cuStreamDestroy(stream));
    GPU(cuStreamDestroy(other));
    GPU(cuMemFree(a));
    GPU(cuMemFree(b));
    GPU(cuModuleUnload(module));
    gpu_close();
}

/* A copy from one device to another; a kernel reads the other's memory once that is allowed. */
static void several_devices(void) {
    CUcontext contexts[4];
    CUdeviceptr at[4];
    CUmodule modules[4];
    double got[COUNT];
    int devices = 0;
    setenv("CUDASIM_DEVICES", "4", 1);
    fill_numbers();
    if (!gpu_libraries()) exit(2);
    GPU(cuInit(0));
    GPU(cuDeviceGetCount(&devices));
    CHECK(devices == 4);
    for (int i = 0; i < 4; i++) {
        GPU(cuDevicePrimaryCtxRetain(&contexts[i], i));
        GPU(cuCtxSetCurrent(contexts[i]));
        modules[i] = gpu_module(add_text);
        at[i] = gpu_upload(i ? NULL : numbers, sizeof numbers);
    }
    GPU(cuCtxSetCurrent(contexts[0]));
    GPU(cuMemcpyPeerAsync(at[1], contexts[1], at[0], contexts[0], sizeof numbers, NULL));
    GPU(cuCtxSynchronize());
    for (int i = 1; i < 3; i++) {
        GPU(cuCtxSetCurrent(contexts[i + 1]));
        GPU(cuCtxEnablePeerAccess(contexts[i], 0));
        GPU(add(gpu_function(modules[i + 1], "add"), at[i], at[i + 1], 1, NULL));
        GPU(cuCtxSynchronize());
    }
    gpu_download(got, at[3], sizeof got);
    for (int i = 0; i < COUNT; i++) CHECK(got[i] == i + 2);
    for (int i = 0; i < 4; i++) {
        GPU(cuCtxSetCurrent(contexts[i]));
        GPU(cuMemFree(at[i]));
        GPU(cuModuleUnload(modules[i]));
        GPU(cuDevicePrimaryCtxRelease(i));
    }
}

/* Freed in the stream's order: work before it may still use it. */
static void pool(void) {
    CUstream stream;
    CUdeviceptr a, b;
    double got[COUNT];
    gpu_open();
    fill_numbers();
    CUmodule module = gpu_module(add_text);
    GPU(cuStreamCreate(&stream, 1));
    GPU(cuMemAllocAsync(&a, sizeof numbers, stream));
    GPU(cuMemAllocAsync(&b, sizeof numbers, stream));
    GPU(cuMemcpyHtoDAsync(a, numbers, sizeof numbers, stream));
    GPU(add(gpu_function(module, "add"), a, b, 3, stream));
    GPU(cuMemFreeAsync(a, stream));
    GPU(cuMemcpyDtoHAsync(got, b, sizeof got, stream));
    GPU(cuMemFreeAsync(b, stream));
    GPU(cuStreamSynchronize(stream));
    for (int i = 0; i < COUNT; i++) CHECK(got[i] == i + 3);
    GPU(cuStreamDestroy(stream));
    GPU(cuModuleUnload(module));
    gpu_close();
}

/* The default stream and one that does not say otherwise run in the program's order. */
static void default_stream(void) {
    CUstream stream;
    double got[COUNT];
    gpu_open();
    fill_numbers();
    CUmodule module = gpu_module(add_text);
    CUfunction function = gpu_function(module, "add");
    CUdeviceptr a = gpu_upload(numbers, sizeof numbers), b = gpu_upload(numbers, sizeof numbers);
    GPU(cuStreamCreate(&stream, 0));
    for (int i = 0; i < 10; i++) {
        GPU(add(function, a, b, 1, stream));
        GPU(add(function, b, a, 1, NULL));
    }
    gpu_download(got, a, sizeof got);
    for (int i = 0; i < COUNT; i++) CHECK(got[i] == i + 20);
    GPU(cuStreamDestroy(stream));
    GPU(cuMemFree(a));
    GPU(cuMemFree(b));
    GPU(cuModuleUnload(module));
    gpu_close();
}

/* Votes, matches, reductions of warps and blocks, indirect branches, atomics. */
static void together(void) {
    static const char *const text =
        "extern \"C\" __global__ void k(unsigned *out, int n) {\n"
        "  __shared__ unsigned total; int t = threadIdx.x; if (t == 0) total = 0; "
        "__syncthreads();\n"
        "  unsigned lower = __ballot_sync(~0u, t % 3 == 0); int votes = __syncthreads_count(t % 5 "
        "== 0);\n"
        "  unsigned same = __match_any_sync(~0u, t % 4); unsigned sum = __reduce_add_sync(~0u, "
        "t);\n"
        "  bool any = __any_sync(~0u, t == 7), all = __all_sync(~0u, t < 64), or_all = "
        "__syncthreads_or(t == 40);\n"
        "  atomicAdd(&total, t); atomicMax(out + 8 * n, (unsigned)t); __syncthreads();\n"
        "  unsigned kind; switch (t % 7) { case 0: kind = lower; break; case 1: kind = lower * 3; "
        "break;\n"
        "    case 2: kind = t * t; break; case 3: kind = ~t; break; case 4: kind = 99; break; case "
        "5: kind = t << 3; break;\n"
        "    default: kind = 1; }\n"
        "  unsigned *o = out + 8 * t; o[0] = lower; o[1] = votes; o[2] = same; o[3] = sum; o[4] = "
        "any + 2 * all + 4 * or_all;\n"
        "  o[5] = total; o[6] = kind; o[7] = __activemask(); }";
    enum { N = 64 };
    unsigned got[8 * N + 8] = {0};
    int n = N;
    gpu_open();
    CUmodule module = gpu_module(text);
    CUdeviceptr out = gpu_upload(got, sizeof got);
    gpu_run(gpu_function(module, "k"), 1, N, 0, &out, &n, NULL);
    gpu_download(got, out, sizeof got);
    for (unsigned t = 0; t < N; t++) {
        unsigned lower = 0, same = 0, sum = 0, first = t / 32 * 32;
        for (unsigned i = 0; i < 32; i++) {
            lower |= (unsigned)((first + i) % 3 == 0) << i;
            same |= (unsigned)((first + i) % 4 == t % 4) << i;
            sum += first + i;
        }
        unsigned kinds[] = {lower, lower * 3, t * t, ~t, 99, t << 3, 1};
        const unsigned *o = got + 8 * t;
        CHECK(o[0] == lower && o[1] == 13 && o[2] == same && o[3] == sum);
        CHECK(o[4] == (t < 32) + 2u + 4u && o[5] == N * (N - 1) / 2 && o[6] == kinds[t % 7] &&
              o[7] == ~0u);
    }
    CHECK(got[8 * N] == N - 1);
    GPU(cuMemFree(out));
    GPU(cuModuleUnload(module));
    gpu_close();
}

/* brx.idx, which NVRTC makes of large switches alone: lanes part four ways and meet again. */
static void branch_table(void) {
    static const char *const text =
        ".version 8.0\n.target sm_80\n.address_size 64\n.visible .entry k(.param .u64 out)\n{\n"
        ".reg .b32 %r<5>; .reg .b64 %rd<4>;\nld.param.u64 %rd1, [out];\nmov.u32 %r1, %tid.x;\n"
        "mul.wide.u32 %rd2, %r1, 4;\nadd.s64 %rd1, %rd1, %rd2;\nand.b32 %r2, %r1, 3;\n"
        "ts: .branchtargets $L0,\n $L1, $L2, $L1;\nbrx.idx %r2, ts;\n"
        "$L0: mov.u32 %r3, 100; bra.uni $E;\n$L1: mov.u32 %r3, 200; bra.uni $E;\n$L2: mov.u32 %r3, "
        "300;\n"
        "$E: activemask.b32 %r4;\nand.b32 %r4, %r4, 1023;\nadd.u32 %r3, %r3, %r4;\n"
        "st.global.u32 [%rd1], %r3;\nret;\n}\n";
    static const unsigned want[] = {100, 200, 300, 200};
    unsigned got[64];
    CUmodule module;
    gpu_open();
    GPU(cuModuleLoadData(&module, text));
    CUdeviceptr out = gpu_upload(NULL, sizeof got);
    gpu_run(gpu_function(module, "k"), 1, 64, 0, &out, NULL);
    gpu_download(got, out, sizeof got);
    for (int i = 0; i < 64; i++) CHECK(got[i] == want[i % 4] + 1023);
    GPU(cuMemFree(out));
    GPU(cuModuleUnload(module));
    gpu_close();
}

/* What was freed long ago is forgotten, what lives is not. */
static void many_allocations(void) {
    CUdeviceptr kept[8], address;
    gpu_open();
    for (int i = 0; i < 40000; i++) {
        GPU(cuMemAlloc(i % 5000 ? &address : &kept[i / 5000], 64));
        if (i % 5000) GPU(cuMemFree(address));
    }
    for (int i = 0; i < 8; i++) GPU(cuMemFree(kept[i]));
    gpu_close();
}

/* A structure of parameters is read where the kernel got it, by an index and by its address too. */
static void parameters(void) {
    static const char *const text =
        "struct Axes { int n; double by[5]; };\n"
        "__device__ __noinline__ double pick(const double *from, int i) { return from[i]; }\n"
        "extern \"C\" __global__ void k(const __grid_constant__ Axes axes, double *out, char odd) "
        "{\n"
        "  int t = threadIdx.x; if (t < axes.n) out[t] = axes.by[t] + pick(axes.by, axes.n - 1 - "
        "t) + odd; }";
    struct {
        int n;
        double by[5];
    } axes = {5, {1, 2, 4, 8, 16}};
    double got[5] = {0};
    char odd = 3;
    gpu_open();
    CUmodule module = gpu_module(text);
    CUdeviceptr out = gpu_upload(got, sizeof got);
    gpu_run(gpu_function(module, "k"), 1, 32, 0, &axes, &out, &odd, NULL);
    gpu_download(got, out, sizeof got);
    for (int i = 0; i < 5; i++) CHECK(got[i] == axes.by[i] + axes.by[4 - i] + 3);
    GPU(cuMemFree(out));
    GPU(cuModuleUnload(module));
    gpu_close();
}

/* --- what is counted --------------------------------------------------------------------- */

static char counts_path[64];

static void counted(void) {
    setenv("CUDASIM_COUNTS", counts_path, 1);
    gpu_open();
    fill_numbers();
    CUmodule module = gpu_module(add_text);
    CUdeviceptr a = gpu_upload(numbers, sizeof numbers), b = gpu_upload(numbers, sizeof numbers);
    for (int i = 0; i < 3; i++) GPU(add(gpu_function(module, "add"), a, b, 1, NULL));
    GPU(cuMemFree(a));
    GPU(cuMemFree(b));
    GPU(cuModuleUnload(module));
    gpu_close();
}

static void test_counts(void **unused) {
    (void)unused;
    char text[4096], all[4096] = "";
    if (!gpu_libraries()) skip();
    snprintf(counts_path, sizeof counts_path, "/tmp/cudasim-counts-%d", (int)getpid());
    int status = gpu_child(counted, 1, text, sizeof text);
    FILE *file = fopen(counts_path, "r");
    assert_non_null(file);
    all[fread(all, 1, sizeof all - 1, file)] = 0;
    fclose(file);
    remove(counts_path);
    if (status || *text) fail_msg("status %d\n%s", status, text);
    assert_non_null(strstr(all, "kernel add launches 3 instructions "));
    assert_non_null(
        strstr(all, "bytes_read 24000 bytes_written 24000 unique_read 24000 unique_written 24000"));
    assert_non_null(strstr(all, "count bytes htod 16000\n"));
    assert_non_null(strstr(all, "count api cuLaunchKernel 3\n"));
}

/* --- what fails -------------------------------------------------------------------------- */

static CUresult one_cycle(void) {
    CUdeviceptr address;
    CUcontext context;
    CUresult result = cuInit(0);
    if (!result) result = cuDevicePrimaryCtxRetain(&context, 0);
    if (result) return result;
    if (!(result = cuCtxSetCurrent(context)) && !(result = cuMemAlloc(&address, 64))) {
        result = cuMemcpyHtoD(address, numbers, 64);
        CUresult freed = cuMemFree(address);
        if (!result) result = freed;
    }
    cuDevicePrimaryCtxRelease(0);
    return result;
}

static void failing_once(void) {
    setenv("CUDASIM_FAIL", "cuMemAlloc:2,cuMemcpyHtoD:4=719", 1);
    if (!gpu_libraries()) exit(2);
    static const CUresult want[] = {0, 2, 0, 0, 719, 0};
    for (int i = 0; i < 6; i++) CHECK(one_cycle() == want[i]);
}

static void failing_from_then_on(void) {
    setenv("CUDASIM_FAIL", "cuMemAlloc:3+", 1);
    if (!gpu_libraries()) exit(2);
    for (int i = 0; i < 6; i++) CHECK(one_cycle() == (i < 2 ? 0 : 2));
}

/* Whichever of its calls fails, the cycle ends, and leaves nothing. */
static void failing_anywhere(void) {
    if (!gpu_libraries()) exit(2);
    const char *which = getenv("CUDASIM_FAIL");
    CUresult result = one_cycle();
    CHECK(!which || result || !strcmp(which, "any:7")); /* the seventh is the release */
}

static void limited_memory(void) {
    CUdeviceptr at[4];
    size_t left, total;
    setenv("CUDASIM_MEMORY", "1M", 1);
    gpu_open();
    for (int i = 0; i < 3; i++) GPU(cuMemAlloc(&at[i], 300000));
    CHECK(cuMemAlloc(&at[3], 300000) == 2);
    GPU(cuMemGetInfo(&left, &total));
    CHECK(total == 1 << 20 && left == total - 900000);
    GPU(cuMemFree(at[0]));
    GPU(cuMemAlloc(&at[0], 300000));
    for (int i = 0; i < 3; i++) GPU(cuMemFree(at[i]));
    gpu_close();
}

static void no_device(void) {
    setenv("CUDASIM_DEVICES", "0", 1);
    if (!gpu_libraries()) exit(2);
    CHECK(cuInit(0) == 100);
}

/* A kernel's fault stays with the context. */
static void sticky(void) {
    CUdeviceptr nowhere = 4096, address;
    gpu_open();
    CUmodule module = gpu_module(add_text);
    GPU(add(gpu_function(module, "add"), nowhere, nowhere, 1, NULL));
    CHECK(cuCtxSynchronize() == 700);
    CHECK(cuMemAlloc(&address, 64) == 700);
    cuModuleUnload(module);
    cuDevicePrimaryCtxRelease(0);
}

/* --- the tests --------------------------------------------------------------------------- */

static void run_clean(void (*run)(void)) {
    char text[8192];
    if (!gpu_libraries()) skip();
    if (!gpu_clean(run, text, sizeof text)) fail_msg("%s", text);
}

#define CLEAN(name)                          \
    static void test_##name(void **unused) { \
        (void)unused;                        \
        run_clean(name);                     \
    }
CLEAN(graphs)
CLEAN(several_devices)
CLEAN(pool)
CLEAN(default_stream)
CLEAN(together)
CLEAN(parameters)
CLEAN(branch_table)
CLEAN(many_allocations)
CLEAN(failing_once)
CLEAN(failing_from_then_on)
CLEAN(limited_memory)
CLEAN(no_device)

static void test_failing_anywhere(void **unused) {
    (void)unused;
    char text[4096], rule[16];
    if (!gpu_libraries()) skip();
    for (int call = 1; call <= 7; call++) {
        snprintf(rule, sizeof rule, "any:%d", call);
        setenv("CUDASIM_FAIL", rule, 1);
        int status = gpu_child(failing_anywhere, 1, text, sizeof text);
        unsetenv("CUDASIM_FAIL");
        if (status || *text) fail_msg("call %d: status %d\n%s", call, status, text);
    }
}

static void test_sticky(void **unused) {
    (void)unused;
    char text[4096];
    if (!gpu_libraries()) skip();
    assert_int_equal(gpu_child(sticky, 1, text, sizeof text), FAILED_STATUS);
    assert_non_null(strstr(text, "cudasim: out of bounds: "));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graphs),
        cmocka_unit_test(test_several_devices),
        cmocka_unit_test(test_pool),
        cmocka_unit_test(test_default_stream),
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_branch_table),
        cmocka_unit_test(test_many_allocations),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_failing_once),
        cmocka_unit_test(test_failing_from_then_on),
        cmocka_unit_test(test_failing_anywhere),
        cmocka_unit_test(test_limited_memory),
        cmocka_unit_test(test_no_device),
        cmocka_unit_test(test_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
