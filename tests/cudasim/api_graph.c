/* Graphs: what a stream was asked to do while it was captured, to be queued again as a whole. They
 * run in the order of their capture, which is one that the program allows. */
#include "driver.h"
#include <stdlib.h>

static size_t alive;

static Graph *graph_new(void) {
    Graph *graph = calloc(1, sizeof *graph);
    if (!graph) abort();
    graph->magic = MAGIC_GRAPH;
    alive++;
    return graph;
}

static void graph_free(Graph *graph) {
    while (graph->first) {
        Work *work = graph->first;
        graph->first = work->next;
        work_free(work);
    }
    graph->magic = 0;
    free(graph);
    alive--;
}

static bool is_graph(const Graph *graph, bool executable) {
    if (graph && graph->magic == MAGIC_GRAPH && graph->executable == executable) return true;
    wrong_call(0, "not %s graph", executable ? "an executable" : "a");
    return false;
}

static CUresult begin(CUstream handle) {
    Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (stream->legacy || stream->capture) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    stream->capture = graph_new();
    return CUDA_SUCCESS;
}

API CUresult cuStreamBeginCapture_v2(CUstream stream, int mode) {
    API_BEGIN("cuStreamBeginCapture");
    (void)mode;
    return begin(stream);
}

API CUresult cuStreamEndCapture(CUstream handle, CUgraph *graph) {
    API_ENTER("cuStreamEndCapture", true);
    Stream *stream = context_current() ? stream_of(handle) : NULL;
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (!stream->capture)
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "the stream is not being captured");
    *graph = stream->capture;
    streams_end_capture(*graph);
    if (!api_failure) return CUDA_SUCCESS;
    graph_free(*graph);
    *graph = NULL;
    return api_failure;
}

API CUresult cuStreamIsCapturing(CUstream handle, int *status) {
    API_BEGIN("cuStreamIsCapturing");
    const Stream *stream = stream_of(handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    *status = stream->capture != NULL;
    return CUDA_SUCCESS;
}

static void copy_works(Graph *to, const Graph *from) {
    for (const Work *work = from->first; work; work = work->next) {
        Work *copy = work_copy(work);
        copy->origin = work;
        if (to->last) to->last->next = copy;
        else to->first = copy;
        to->last = copy;
    }
}

API CUresult cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph graph,
                                         unsigned long long flags) {
    API_BEGIN("cuGraphInstantiate");
    (void)flags;
    if (!is_graph(graph, false)) return CUDA_ERROR_INVALID_HANDLE;
    *executable = graph_new();
    (*executable)->executable = true;
    (*executable)->origin = graph;
    copy_works(*executable, graph);
    return CUDA_SUCCESS;
}

/* --- graphs that are made node by node ---------------------------------------------------- */

API CUresult cuGraphCreate(CUgraph *graph, unsigned flags) {
    API_BEGIN("cuGraphCreate");
    (void)flags;
    *graph = graph_new();
    return CUDA_SUCCESS;
}

static bool has_node(const Graph *graph, const Work *node) {
    for (const Work *work = graph->first; work; work = work->next)
        if (work == node) return true;
    return false;
}

/* Nodes run in the order in which they were added: what they depend on must be there. */
API CUresult cuGraphAddKernelNode(Work **node, CUgraph graph, Work *const *after, size_t count,
                                  const LaunchAsked *asked) {
    API_BEGIN("cuGraphAddKernelNode");
    Work *work = NULL;
    if (!is_graph(graph, false)) return CUDA_ERROR_INVALID_HANDLE;
    for (size_t i = 0; i < count; i++)
        if (!has_node(graph, after[i])) return wrong_call(CUDA_ERROR_INVALID_VALUE, "not a node of the graph");
    if (!count && graph->first)
        return wrong_call(CUDA_ERROR_NOT_SUPPORTED, "only chains are simulated");
    CUresult result = launch_make(asked, &work);
    if (result) return result;
    if (graph->last) graph->last->next = work;
    else graph->first = work;
    *node = graph->last = work;
    return CUDA_SUCCESS;
}

/* Launches from now on have these arguments; those that were asked for have theirs. */
API CUresult cuGraphExecKernelNodeSetParams(CUgraphExec graph, const Work *node,
                                            const LaunchAsked *asked) {
    API_BEGIN("cuGraphExecKernelNodeSetParams");
    Work *fresh = NULL, *work;
    if (!is_graph(graph, true)) return CUDA_ERROR_INVALID_HANDLE;
    if (!is_graph(graph->origin, false) || !has_node(graph->origin, node))
        return wrong_call(CUDA_ERROR_INVALID_VALUE, "the node is gone, or another graph's");
    for (work = graph->first; work && work->origin != node;) work = work->next;
    if (!work) return wrong_call(CUDA_ERROR_INVALID_VALUE, "the node came later than the executable");
    CUresult result = launch_make(asked, &fresh);
    if (result) return result;
    free((void *)(uintptr_t)work->launch.parameters);
    work->function = fresh->function;
    work->launch = fresh->launch;
    fresh->launch.parameters = NULL;
    work_free(fresh);
    return CUDA_SUCCESS;
}

API CUresult cuGraphUpload(CUgraphExec graph, CUstream stream) {
    API_BEGIN("cuGraphUpload");
    return is_graph(graph, true) && stream_of(stream) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

API CUresult cuGraphLaunch(CUgraphExec graph, CUstream handle) {
    API_BEGIN("cuGraphLaunch");
    Stream *stream = stream_of(handle);
    if (!stream || !is_graph(graph, true)) return CUDA_ERROR_INVALID_HANDLE;
    for (const Work *work = graph->first; work; work = work->next) {
        Work *copy = work_copy(work);
        copy->stream = stream;
        CUresult result = work_queue(copy);
        if (result) return result;
    }
    return CUDA_SUCCESS;
}

API CUresult cuGraphExecDestroy(CUgraphExec graph) {
    API_ENTER("cuGraphExecDestroy", true);
    if (!is_graph(graph, true)) return CUDA_ERROR_INVALID_HANDLE;
    graph_free(graph);
    return api_failure;
}

API CUresult cuGraphDestroy(CUgraph graph) {
    API_ENTER("cuGraphDestroy", true);
    if (!is_graph(graph, false)) return CUDA_ERROR_INVALID_HANDLE;
    graph_free(graph);
    return api_failure;
}

API CUresult cuGraphGetNodes(CUgraph graph, void **nodes, size_t *count) {
    API_BEGIN("cuGraphGetNodes");
    if (!is_graph(graph, false)) return CUDA_ERROR_INVALID_HANDLE;
    *count = 0;
    for (Work *work = graph->first; work; work = work->next, ++*count)
        if (nodes) nodes[*count] = work;
    return CUDA_SUCCESS;
}

__attribute__((destructor)) static void report_graphs(void) {
    if (alive) sim_report(FAULT_LEAK, "%zu graphs were never destroyed", alive);
}
