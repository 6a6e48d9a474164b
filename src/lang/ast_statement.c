/* Constructors of statements, functions and imports (see build.h). */
#include "build.h"

#include <string.h>

/* --- targets ------------------------------------------------------------------- */

/* The first part of target that nothing can be assigned to, or NULL. */
static const Ast *find_invalid_target(const Ast *target) {
    switch ((AstKind)target->kind) {
    case AST_NAME:
    case AST_ATTRIBUTE:
    case AST_SUBSCRIPT: return NULL;
    case AST_TUPLE:
    case AST_LIST:
        for (int32_t i = 0; i < target->list.count; i++) {
            const Ast *invalid = find_invalid_target(target->list.items[i]);
            if (invalid) return invalid;
        }
        return NULL;
    default: return target;
    }
}

/* CPython guesses at a comparison where the target could be its left side. */
static bool suggests_comparison(const Ast *target) {
    switch ((AstKind)target->kind) {
    case AST_TUPLE:
    case AST_LIST:
    case AST_NONE:
    case AST_TRUE:
    case AST_FALSE: return false;
    case AST_COMPARE:
    case AST_NOT:
    case AST_AND:
    case AST_OR:
    case AST_CONDITIONAL:
    case AST_LAMBDA: return target->parenthesised;
    default: return true;
    }
}

static bool check_target(AstBuilder *b, const Ast *target, const char *advice) {
    const Ast *invalid = find_invalid_target(target);
    if (!invalid) return true;
    ast_fail(b, invalid->span, "cannot assign to %s%s", ast_describe(invalid), advice);
    return false;
}

Ast *ast_assign(AstBuilder *b, Ast *target, Ast *value) {
    if (b->status) return NULL;
    const char *advice = suggests_comparison(target)
                             ? " here. Maybe you meant '==' instead of '='?"
                             : "";
    if (!check_target(b, target, advice)) return NULL;
    Ast *node = ast_new(b, AST_ASSIGN, target->span.start, value->span.end);
    if (!node || !ast_seq_append(b, &node->assign.targets, target)) return NULL;
    node->assign.value = value;
    return ast_over(b, ast_over(b, node, target), value);
}

Ast *ast_assign_chain(AstBuilder *b, Ast *assign, Ast *value) {
    if (b->status || !check_target(b, assign->assign.value, "")) return NULL;
    if (!ast_seq_append(b, &assign->assign.targets, assign->assign.value)) return NULL;
    assign->assign.value = value;
    assign->span.end = value->span.end;
    return ast_over(b, assign, value);
}

Ast *ast_augmented(AstBuilder *b, Ast *target, Token op, Ast *value) {
    if (b->status) return NULL;
    if (target->kind != AST_NAME && target->kind != AST_ATTRIBUTE && target->kind != AST_SUBSCRIPT)
        return ast_fail(b, target->span, "'%s' is an illegal expression for augmented assignment",
                        ast_describe(target));
    Ast *node = ast_new(b, AST_AUGMENTED, target->span.start, value->span.end);
    if (!node) return NULL;
    node->op = op.op;
    node->a = target;
    node->b = value;
    return ast_over(b, ast_over(b, node, target), value);
}

/* `match (x):` looks like a call with an annotation. */
Ast *ast_refuse_annotation(AstBuilder *b, Ast *target, Token colon) {
    if (b->status) return NULL;
    const Ast *callee = target->kind == AST_CALL ? target->call.callee : target;
    if (callee != target && callee->kind == AST_NAME && !strcmp(callee->name.text.bytes, "match"))
        return ast_fail(b, callee->span, "match statements are not supported");
    return ast_refuse(b, colon, "annotations");
}

/* --- simple statements and blocks ----------------------------------------------- */

Ast *ast_block(AstBuilder *b) {
    return ast_new(b, AST_BLOCK, 0, 0);
}

Ast *ast_statement(AstBuilder *b, Ast *block, Ast *statement) {
    if (b->status) return NULL;
    if (statement->kind != AST_BLOCK) {
        if (block->list.count == 0) block->span.start = statement->span.start;
        return ast_append(b, block, statement);
    }
    for (int32_t i = 0; i < statement->list.count; i++)
        block = ast_statement(b, block, statement->list.items[i]);
    return block;
}

Ast *ast_suite(AstBuilder *b, Ast *statement) {
    if (b->status || statement->kind == AST_BLOCK) return b->status ? NULL : statement;
    return ast_statement(b, ast_block(b), statement);
}

Ast *ast_program(AstBuilder *b, Ast *block) {
    b->body = b->status ? NULL : block;
    return b->body;
}

Ast *ast_expression(AstBuilder *b, Ast *value) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_EXPRESSION, value->span.start, value->span.end);
    if (!node) return NULL;
    node->a = value;
    return ast_over(b, node, value);
}

Ast *ast_return(AstBuilder *b, Token keyword, Ast *value) {
    if (b->status) return NULL;
    Ast *node =
        ast_new(b, AST_RETURN, keyword.start, value ? value->span.end : keyword.end);
    if (!node) return NULL;
    node->a = value;
    return ast_over(b, node, value);
}

/* --- compound statements --------------------------------------------------------- */

Ast *ast_if(AstBuilder *b, Token keyword, Ast *condition, Ast *body, Ast *orelse) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_IF, keyword.start, condition->span.end);
    if (!node) return NULL;
    node->branch.condition = condition;
    node->branch.body = body;
    node->branch.orelse = orelse;
    return ast_over(b, ast_over(b, ast_over(b, node, condition), body), orelse);
}

Ast *ast_while(AstBuilder *b, Token keyword, Ast *condition, Ast *body) {
    if (b->status) return NULL;
    Ast *node = ast_new(b, AST_WHILE, keyword.start, condition->span.end);
    if (!node) return NULL;
    node->branch.condition = condition;
    node->branch.body = body;
    return ast_over(b, ast_over(b, node, condition), body);
}

Ast *ast_for(AstBuilder *b, Token keyword, Ast *target, Ast *iterable, Ast *body) {
    if (b->status || !check_target(b, target, "")) return NULL;
    Ast *node = ast_new(b, AST_FOR, keyword.start, iterable->span.end);
    if (!node) return NULL;
    node->loop.target = target;
    node->loop.iterable = iterable;
    node->loop.body = body;
    return ast_over(b, ast_over(b, ast_over(b, node, target), iterable), body);
}

/* --- functions ------------------------------------------------------------------- */

AstParameters *ast_parameters(AstBuilder *b) {
    return ast_alloc(b, sizeof(AstParameters));
}

AstParameters *ast_parameter(AstBuilder *b, AstParameters *parameters, Token name, Ast *value) {
    if (b->status) return NULL;
    AstParameter *items =
        ast_grow(b, parameters->items, parameters->count, &parameters->capacity, sizeof *items);
    if (!items) return NULL;
    parameters->items = items;
    AstParameter *parameter = &items[parameters->count];
    parameter->name.text = ast_intern_token(b, name);
    parameter->span = ast_span(b, name.start, name.end);
    parameter->default_value = value;
    if (b->status) return NULL;
    if (!value && parameters->count && items[parameters->count - 1].default_value)
        return ast_fail(b, parameter->span, "non-default argument follows default argument");
    parameters->count++;
    return parameters;
}

static void check_parameters(AstBuilder *b, const AstParameters *parameters) {
    for (int32_t i = 0; i < parameters->count; i++) {
        const AstParameter *parameter = &parameters->items[i];
        if (ast_seen(parameter->name.text, parameters))
            ast_fail(b, parameter->span, "duplicate argument '%s' in function definition",
                     parameter->name.text.bytes);
    }
}

static AstText docstring_of(const Ast *body) {
    if (body->kind != AST_BLOCK || body->list.count == 0) return (AstText){0};
    const Ast *first = body->list.items[0];
    if (first->kind != AST_EXPRESSION || first->a->kind != AST_STRING) return (AstText){0};
    return first->a->text;
}

Ast *ast_function(AstBuilder *b, AstKind kind, Span span, AstText name, AstParameters *parameters,
                  Ast *body) {
    Ast *node = ast_new(b, kind, span.start, span.end);
    AstFunction *function = ast_alloc(b, sizeof *function);
    if (!function) return NULL;
    node->function = function;
    function->name.text = name;
    function->parameters = parameters;
    function->body = body;
    function->docstring = docstring_of(body);
    check_parameters(b, parameters);
    for (int32_t i = 0; i < parameters->count; i++)
        if (!ast_over(b, node, parameters->items[i].default_value)) return NULL;
    return ast_over(b, node, body);
}

Ast *ast_def(AstBuilder *b, Token keyword, Token name, AstParameters *parameters, Token close,
             Ast *body) {
    if (b->status) return NULL;
    return ast_function(b, AST_DEF, ast_span(b, keyword.start, close.end),
                        ast_intern_token(b, name), parameters, body);
}

/* --- imports --------------------------------------------------------------------- */

Token ast_dotted(Token first, Token last) {
    first.end = last.end;
    return first;
}

/* `a . b` may be spread over blanks and continued lines: its bytes without them. */
static AstText intern_dotted(AstBuilder *b, Token module) {
    char *bytes = ast_alloc(b, module.end - module.start + 1);
    if (!bytes) return (AstText){0};
    int64_t length = 0;
    for (uint32_t i = module.start; i < module.end; i++)
        if (!memchr(" \t\f\\\r\n", b->text[i], 6)) bytes[length++] = b->text[i];
    return ast_intern(b, bytes, length);
}

static AstText intern_alias(AstBuilder *b, const Token *alias) {
    return alias ? ast_intern_token(b, *alias) : (AstText){0};
}

Ast *ast_import(AstBuilder *b, Token module, const Token *alias) {
    if (b->status) return NULL;
    AstText text = intern_dotted(b, module);
    AstText as = intern_alias(b, alias);
    Ast *node = ast_new(b, AST_IMPORT, module.start, alias ? alias->end : module.end);
    if (!node) return NULL;
    node->import.module = text;
    node->import.alias = as;
    const char *dot = memchr(text.bytes, '.', (size_t)text.length);
    node->import.target.text =
        as.bytes ? as : ast_intern(b, text.bytes, dot ? dot - text.bytes : text.length);
    return b->status ? NULL : node;
}

Ast *ast_import_name(AstBuilder *b, Ast *names, Token name, const Token *alias) {
    if (b->status) return NULL;
    AstText text = ast_intern_token(b, name);
    AstText as = intern_alias(b, alias);
    Ast *node = ast_new(b, AST_FROM_IMPORT, name.start, alias ? alias->end : name.end);
    if (!node) return NULL;
    node->import.name = text;
    node->import.alias = as;
    node->import.target.text = as.bytes ? as : text;
    return ast_statement(b, names, node);
}

Ast *ast_from_import(AstBuilder *b, Token module, Ast *names) {
    if (b->status) return NULL;
    AstText text = intern_dotted(b, module);
    for (int32_t i = 0; i < names->list.count; i++) names->list.items[i]->import.module = text;
    return b->status ? NULL : names;
}
