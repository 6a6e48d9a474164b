/* Comparisons of signed integers with uint64. Their common type is float64,
 * where 2**63 and 2**63 - 1 are the same; NumPy compares the integers. So do
 * these: by sign first, then as uint64, all fused into one pass. */
#include "graph.h"

static bool is_comparison(Op op) {
    return op == OP_EQUAL || op == OP_NOT_EQUAL || op == OP_LESS || op == OP_LESS_EQUAL ||
           op == OP_GREATER || op == OP_GREATER_EQUAL;
}

static bool is_signed(const Operand *operand) {
    return operand->array && dtype_info[operand->array->dtype].kind == KIND_INT;
}

static bool is_uint64(const Operand *operand) {
    return operand->array && operand->array->dtype == ARR_UINT64;
}

bool graph_compares_signs(Op op, const Operand operands[]) {
    if (!is_comparison(op)) return false;
    return (is_signed(&operands[0]) && is_uint64(&operands[1])) ||
           (is_uint64(&operands[0]) && is_signed(&operands[1]));
}

/* What b op' a has to be for a op b. */
static Op reflected(Op op) {
    switch (op) {
    case OP_LESS: return OP_GREATER;
    case OP_LESS_EQUAL: return OP_GREATER_EQUAL;
    case OP_GREATER: return OP_LESS;
    case OP_GREATER_EQUAL: return OP_LESS_EQUAL;
    default: return op;
    }
}

/* A negative number is less than, and unequal to, every uint64; where it is
 * not negative, the comparison of its bits decides. */
ArrStatus graph_compare_signs(Graph *graph, Op op, const Operand operands[], Array *out,
                              Array **result) {
    bool swap = is_uint64(&operands[0]);
    Array *number = operands[swap].array;
    Operand pair[2];
    pair[!swap] = operands[!swap];
    Op compare = swap ? reflected(op) : op;
    bool holds = compare == OP_LESS || compare == OP_LESS_EQUAL || compare == OP_NOT_EQUAL;
    Array *negative = NULL, *bits = NULL, *compared = NULL;
    const Operand zero = {.weak = true, .value = const_int(0)};
    ArrStatus status = graph_elementwise(graph, OP_LESS, (Operand[]){operand_array(number), zero},
                                         NULL, -1, &negative);
    if (!status) status = graph_copy(graph, number, ARR_UINT64, 'K', &bits);
    if (!status) pair[swap] = operand_array(bits);
    if (!status) status = graph_elementwise(graph, op, pair, NULL, -1, &compared);
    if (!status)
        status = graph_elementwise(graph, holds ? OP_LOGICAL_OR : OP_GREATER,
                                   (Operand[]){operand_array(compared), operand_array(negative)},
                                   out, -1, result);
    if (negative) array_release(&graph->arrays, negative);
    if (bits) array_release(&graph->arrays, bits);
    if (compared) array_release(&graph->arrays, compared);
    return status;
}
