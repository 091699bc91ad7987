using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AiCloudSecurity.Mutation;

/// <summary>One way in which a file is broken.</summary>
/// <param name="Line">Where it is today.</param>
/// <param name="Name">What it is called whatever else changes in the file: member, kind, and the text before and after; the second alike of a member has a number.</param>
/// <param name="Tree">The broken file.</param>
internal sealed record Mutant(int Line, string Name, SyntaxTree Tree);

/// <summary>Breaks conditions, verdicts and branches, one at a time.</summary>
internal static class Mutations
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind> s_operators = new()
    {
        [SyntaxKind.LogicalAndExpression] = SyntaxKind.LogicalOrExpression,
        [SyntaxKind.LogicalOrExpression] = SyntaxKind.LogicalAndExpression,
        [SyntaxKind.EqualsExpression] = SyntaxKind.NotEqualsExpression,
        [SyntaxKind.NotEqualsExpression] = SyntaxKind.EqualsExpression,
        [SyntaxKind.LessThanExpression] = SyntaxKind.LessThanOrEqualExpression,
        [SyntaxKind.LessThanOrEqualExpression] = SyntaxKind.LessThanExpression,
        [SyntaxKind.GreaterThanExpression] = SyntaxKind.GreaterThanOrEqualExpression,
        [SyntaxKind.GreaterThanOrEqualExpression] = SyntaxKind.GreaterThanExpression,
    };

    private static readonly Dictionary<string, string> s_calls = new(StringComparer.Ordinal)
    {
        ["Any"] = "All", ["All"] = "Any", ["Exists"] = "TrueForAll", ["TrueForAll"] = "Exists", ["Pass"] = "Fail", ["Fail"] = "Pass",
    };

    /// <summary>The file, broken once in each way, in what a check of it uses: repairs have tests of their own. What does not compile is left out by whoever compiles it.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="onlyChecks">Whether only what its checks use is broken, or all of it.</param>
    public static IEnumerable<Mutant> Of(SyntaxTree tree, bool onlyChecks)
    {
        var root = tree.GetRoot();
        var used = onlyChecks ? UsedByChecks(root) : [.. root.DescendantNodes().OfType<MemberDeclarationSyntax>()];
        Dictionary<string, int> alike = new(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes(node => node is not AttributeListSyntax and not InterpolatedStringExpressionSyntax && !IsWording(node) && (node is BaseTypeDeclarationSyntax || node is not MemberDeclarationSyntax member || node.Parent is not BaseTypeDeclarationSyntax || used.Contains(member))).Where(node => !IsWording(node)))
        {
            foreach (var (kind, broken) in Broken(node))
            {
                var changed = broken is null ? root.RemoveNode(node, SyntaxRemoveOptions.KeepExteriorTrivia)! : root.ReplaceNode(node, broken.WithTriviaFrom(node));
                var name = $"{NameOf(node)}, {kind}: {Short(node)}  becomes  {(broken is null ? "nothing" : Short(broken))}";
                var number = alike[name] = alike.GetValueOrDefault(name) + 1;
                yield return new(tree.GetLineSpan(node.Span).StartLinePosition.Line + 1, number == 1 ? name : $"{name}  #{number}", tree.WithRootAndOptions(changed, tree.Options));
            }
        }
    }

    // Checks, and the members that they name, and what these name.
    private static HashSet<MemberDeclarationSyntax> UsedByChecks(SyntaxNode root)
    {
        var members = root.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(member => member.Parent is BaseTypeDeclarationSyntax && member is not BaseTypeDeclarationSyntax && !Has(member, "Repair"))
            .SelectMany(member => NamesOf(member).Select(name => (name, member))).ToLookup(pair => pair.name, pair => pair.member, StringComparer.Ordinal);
        HashSet<MemberDeclarationSyntax> used = [];
        Stack<MemberDeclarationSyntax> open = new(root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => Has(method, "Check")));
        while (open.TryPop(out var member))
        {
            if (used.Add(member))
            {
                foreach (var named in member.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).Distinct(StringComparer.Ordinal).SelectMany(name => members[name]))
                {
                    open.Push(named);
                }
            }
        }
        return used;
    }

    private static bool Has(MemberDeclarationSyntax member, string attribute) => member.AttributeLists.SelectMany(list => list.Attributes).Any(one => one.Name.ToString() == attribute);

    private static string NameOf(SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().SelectMany(NamesOf).FirstOrDefault("file");

    // A constructor and an operator are named by their type.
    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        { Parent: BaseTypeDeclarationSyntax type } => [type.Identifier.ValueText],
        _ => [],
    };

    private static IEnumerable<(string Kind, SyntaxNode? Broken)> Broken(SyntaxNode node)
    {
        switch (node)
        {
            case BinaryExpressionSyntax binary when s_operators.TryGetValue(binary.Kind(), out var other):
                yield return ("operator", BinaryExpression(other, binary.Left, binary.Right));
                break;
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax not } test:
                yield return ("condition", test.WithPattern(not.Pattern));
                break;
            case IsPatternExpressionSyntax test:
                yield return ("condition", PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(test)));
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                yield return ("condition", not.Operand);
                break;
            case BinaryPatternSyntax pattern:
                yield return ("pattern", BinaryPattern(pattern.IsKind(SyntaxKind.AndPattern) ? SyntaxKind.OrPattern : SyntaxKind.AndPattern, pattern.Left,
                    pattern.IsKind(SyntaxKind.AndPattern) ? Token(SyntaxKind.OrKeyword).WithLeadingTrivia(Space).WithTrailingTrivia(Space) : Token(SyntaxKind.AndKeyword).WithLeadingTrivia(Space).WithTrailingTrivia(Space), pattern.Right));
                break;
            case ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } } constant:
                yield return ("constant", constant.WithExpression(Other));
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression, Parent: BinaryExpressionSyntax or ArgumentSyntax or CollectionElementSyntax } text when text.Token.ValueText.Length > 0 && IsDecisive(text):
                yield return ("constant", Other);
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }:
                yield return ("constant", LiteralExpression(SyntaxKind.FalseLiteralExpression));
                break;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression }:
                yield return ("constant", LiteralExpression(SyntaxKind.TrueLiteralExpression));
                break;
            case IfStatementSyntax { Else: null } branch:
                yield return ("branch", branch.Parent is BlockSyntax ? null : EmptyStatement());
                if (branch.Condition is not (IsPatternExpressionSyntax or PrefixUnaryExpressionSyntax))
                {
                    yield return ("condition", branch.WithCondition(PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(branch.Condition))));
                }
                break;
            case ConditionalExpressionSyntax choice:
                yield return ("condition", ConditionalExpression(choice.Condition, choice.WhenFalse, choice.WhenTrue));
                break;
            case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax { Arms.Count: > 1 } whole, Pattern: not DiscardPatternSyntax }:
                _ = whole;
                yield return ("branch", null);
                break;
            case InvocationExpressionSyntax call when NameOf(call) is { } name:
                if (s_calls.TryGetValue(name.Identifier.ValueText, out var opposite))
                {
                    yield return (opposite is "Pass" or "Fail" ? "verdict" : "condition", call.ReplaceNode(name, name is GenericNameSyntax generic ? generic.WithIdentifier(Identifier(opposite)) : IdentifierName(opposite)));
                }
                if (name.Identifier.ValueText is "Where" or "Concat" or "Append" or "Union" or "Except" && call.Expression is MemberAccessExpressionSyntax member)
                {
                    yield return ("filter", member.Expression);
                }
                break;
        }
    }

    // One sentence or another says the same verdict.
    private static bool IsWording(SyntaxNode node) => node is ConditionalExpressionSyntax { WhenTrue: var one, WhenFalse: var other } && (IsText(one) && (IsText(other) || IsWording(other)) || IsSameVerdict(one, other));

    private static bool IsSameVerdict(ExpressionSyntax one, ExpressionSyntax other) =>
        one is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Pass" or "Fail" or "Unknown" or "NotApplicable" } verdict } call && other is InvocationExpressionSyntax like
        && verdict.IsEquivalentTo(like.Expression) && call.ArgumentList.Arguments.Skip(1).Select(argument => argument.ToString()).SequenceEqual(like.ArgumentList.Arguments.Skip(1).Select(argument => argument.ToString()));

    private static bool IsText(ExpressionSyntax expression) => expression is InterpolatedStringExpressionSyntax || expression.IsKind(SyntaxKind.StringLiteralExpression) && !string.IsNullOrEmpty(((LiteralExpressionSyntax)expression).Token.ValueText);

    private static LiteralExpressionSyntax Other => LiteralExpression(SyntaxKind.StringLiteralExpression, Literal("\u00A7"));

    // A text that is compared or looked for, not one that is shown.
    private static bool IsDecisive(LiteralExpressionSyntax text) => text.Parent switch
    {
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression),
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } => NameOf(call)?.Identifier.ValueText is "Equals" or "StartsWith" or "EndsWith" or "Contains" or "Is" or "Allows" or "IsMatch",
        CollectionElementSyntax => true,
        _ => false,
    };

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax member => member.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static string Short(SyntaxNode node)
    {
        var text = string.Join(' ', node.NormalizeWhitespace().ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 150 ? text[..150] + "…" : text;
    }
}
