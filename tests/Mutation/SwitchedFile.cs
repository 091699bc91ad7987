using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AiCloudSecurity.Mutation;

/// <summary>
/// A file with all its breaks at once, so that it is compiled once: beside each method and property stands a copy for each
/// break of it, and a number says which of them answers. Breaks of initializers and constructors are not in it.
/// </summary>
internal sealed class SwitchedFile
{
    private const string Numbered = "break";

    /// <summary>What chooses, to be compiled with it; it also ends what would never end.</summary>
    public const string Switch = """
        public static class Break
        {
            public static int Number;
            public static long Left;

            public static void Step()
            {
                if (--Left < 0)
                {
                    throw new System.TimeoutException("It never ends.");
                }
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            }
        }
        """;

    private SwitchedFile(SyntaxTree tree, IReadOnlyList<int> held) => (Tree, Held) = (tree, held);

    /// <summary>The file.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The numbers that it answers to.</summary>
    public IReadOnlyList<int> Held { get; }

    /// <param name="whole">The file as it is.</param>
    /// <param name="mutants">Its breaks by number.</param>
    public static SwitchedFile Of(SyntaxTree whole, IReadOnlyDictionary<int, Mutant> mutants)
    {
        var members = Members(whole);
        Dictionary<MemberDeclarationSyntax, List<(int Number, MemberDeclarationSyntax Broken)>> copies = [];
        foreach (var (number, mutant) in mutants)
        {
            // A break leaves the members in their places.
            var broken = Members(mutant.Tree);
            var place = Enumerable.Range(0, members.Count).First(place => !members[place].IsEquivalentTo(broken[place]));
            if (CanSwitch(members[place], broken[place]))
            {
                (copies.TryGetValue(members[place], out var known) ? known : copies[members[place]] = []).Add((number, broken[place]));
            }
        }
        var switched = copies.ToDictionary(pair => pair.Key, pair => Switched(pair.Key, pair.Value));
        return new(Guarded(whole.WithRootAndOptions(new Switching(switched).Visit(whole.GetRoot()), whole.Options)), [.. copies.Values.SelectMany(list => list).Select(copy => copy.Number).Order()]);
    }

    /// <summary>The break whose copy is there; null where it is none.</summary>
    public int? At(Location place) => place.SourceTree == Tree
        && Tree.GetRoot().FindNode(place.SourceSpan).AncestorsAndSelf().SelectMany(node => node.GetAnnotations(Numbered)).FirstOrDefault() is { Data: { } number } ? int.Parse(number, null) : null;

    /// <summary>A file whose loops and calls are counted.</summary>
    public static SyntaxTree Guarded(SyntaxTree tree) => tree.WithRootAndOptions(new Guarding().Visit(tree.GetRoot())!, tree.Options);

    private static List<MemberDeclarationSyntax> Members(SyntaxTree tree) =>
        [.. tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>().Where(member => member is not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax)];

    // A parameter's default is its callers'.
    private static bool CanSwitch(MemberDeclarationSyntax member, MemberDeclarationSyntax broken) => member switch
    {
        { Parent: InterfaceDeclarationSyntax } => false,
        MethodDeclarationSyntax method => (method.Body ?? (SyntaxNode?)method.ExpressionBody) is not null && method.ReturnType is not RefTypeSyntax && method.ParameterList.IsEquivalentTo(((MethodDeclarationSyntax)broken).ParameterList),
        PropertyDeclarationSyntax property => property.ExpressionBody is { } body && !body.DescendantTokens().Any(token => token.ValueText == "field"),
        _ => false,
    };

    private static IReadOnlyList<MemberDeclarationSyntax> Switched(MemberDeclarationSyntax member, List<(int Number, MemberDeclarationSyntax Broken)> copies)
    {
        var whole = Copy(member, 0, Name(member, copies[0].Number, whole: true));
        var calls = string.Concat(copies.Select(copy => $"case {copy.Number}: {Call(Name(member, copy.Number))} ")) + $"default: {Call(Name(member, copies[0].Number, whole: true))}";
        var body = (BlockSyntax)ParseStatement($"{{ switch (global::Break.Number) {{ {calls} }} }}");
        MemberDeclarationSyntax asking = member is MethodDeclarationSyntax method
            ? method.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default).WithModifiers(TokenList(method.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))))
            : ((PropertyDeclarationSyntax)member).WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(AccessorList(SingletonList(AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, body))));
        return [asking, whole, .. copies.Select(copy => Copy(copy.Broken, copy.Number, Name(member, copy.Number)))];

        string Call(string name)
        {
            if (member is not MethodDeclarationSyntax called)
            {
                return $"return {name}();";
            }
            var types = called.TypeParameterList is { } list ? $"<{string.Join(", ", list.Parameters.Select(parameter => parameter.Identifier))}>" : "";
            var given = string.Join(", ", called.ParameterList.Parameters.Select(parameter => $"{parameter.Modifiers.FirstOrDefault(modifier => modifier.ValueText is "ref" or "out" or "in").ValueText} {parameter.Identifier}"));
            return called.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } ? $"{name}{types}({given}); return;" : $"return {name}{types}({given});";
        }
    }

    private static string Name(MemberDeclarationSyntax member, int number, bool whole = false) =>
        $"{(member is MethodDeclarationSyntax method ? method.Identifier : ((PropertyDeclarationSyntax)member).Identifier).ValueText}__{(whole ? "whole" : "broken")}{number}";

    private static MethodDeclarationSyntax Copy(MemberDeclarationSyntax member, int number, string name)
    {
        var copy = member is MethodDeclarationSyntax method
            ? method.WithIdentifier(Identifier(name)).WithAttributeLists([]).WithExplicitInterfaceSpecifier(null)
            : MethodDeclaration(((PropertyDeclarationSyntax)member).Type, name).WithExpressionBody(((PropertyDeclarationSyntax)member).ExpressionBody).WithSemicolonToken(Token(SyntaxKind.SemicolonToken));
        return copy.WithModifiers(TokenList(member.Modifiers.Where(modifier => modifier.ValueText is "static" or "unsafe" or "async" or "readonly"))).WithAdditionalAnnotations(new SyntaxAnnotation(Numbered, $"{number}"));
    }

    private sealed class Switching(Dictionary<MemberDeclarationSyntax, IReadOnlyList<MemberDeclarationSyntax>> switched) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => node.WithMembers(MembersOf(node));

        public override SyntaxNode? VisitStructDeclaration(StructDeclarationSyntax node) => node.WithMembers(MembersOf(node));

        public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => node.WithMembers(MembersOf(node));

        private SyntaxList<MemberDeclarationSyntax> MembersOf(TypeDeclarationSyntax type) =>
            List(type.Members.SelectMany(member => switched.TryGetValue(member, out var several) ? several : [(MemberDeclarationSyntax)Visit(member)!]));
    }

    private sealed class Guarding : CSharpSyntaxRewriter
    {
        private static readonly StatementSyntax s_step = ParseStatement("global::Break.Step();");

        public override SyntaxNode? Visit(SyntaxNode? node) => base.Visit(node) switch
        {
            WhileStatementSyntax loop => loop.WithStatement(Block(s_step, loop.Statement)),
            DoStatementSyntax loop => loop.WithStatement(Block(s_step, loop.Statement)),
            ForStatementSyntax loop => loop.WithStatement(Block(s_step, loop.Statement)),
            ForEachStatementSyntax loop => loop.WithStatement(Block(s_step, loop.Statement)),
            MethodDeclarationSyntax method when Counted(method.Body, method.ExpressionBody, method.ReturnType, method.Modifiers) is { } body => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
            LocalFunctionStatementSyntax method when Counted(method.Body, method.ExpressionBody, method.ReturnType, method.Modifiers) is { } body => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body),
            var other => other,
        };

        private static BlockSyntax? Counted(BlockSyntax? body, ArrowExpressionClauseSyntax? arrow, TypeSyntax returned, SyntaxTokenList modifiers) => arrow?.Expression switch
        {
            null => body?.WithStatements(body.Statements.Insert(0, s_step)),
            RefExpressionSyntax => null,
            _ when modifiers.Any(SyntaxKind.AsyncKeyword) => null,
            ThrowExpressionSyntax thrown => Block(s_step, ThrowStatement(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space), thrown.Expression, Token(SyntaxKind.SemicolonToken))),
            var value when returned is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => Block(s_step, ExpressionStatement(value)),
            var value => Block(s_step, ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), value, Token(SyntaxKind.SemicolonToken))),
        };
    }
}
