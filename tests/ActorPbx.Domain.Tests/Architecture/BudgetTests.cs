using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>Sizes that a reader can take in at once, and the words that have no place in this source.</summary>
public class BudgetTests
{
    private const int FileLimit = 300;
    private const int FunctionLimit = 60;

    private static readonly BudgetException[] Exceptions = BudgetException.ReadAll();

    [Fact]
    public void No_file_is_over_its_budget()
    {
        var over = from path in SourceTree.Files("*.cs")
                   let lines = File.ReadLines(Path.Combine(SourceTree.Root, path)).Count()
                   where lines > LimitOf(path, function: null, FileLimit)
                   select $"{path}: {lines} lines";
        over.ShouldBeEmpty();
    }

    [Fact]
    public void No_function_is_over_its_budget()
    {
        var over = from path in SourceTree.Files("*.cs")
                   from function in FunctionsOf(path)
                   where function.Lines > LimitOf(path, function.Name, FunctionLimit)
                   select $"{path} {function.Name}: {function.Lines} lines";
        over.ShouldBeEmpty();
    }

    [Fact]
    public void Every_exception_is_needed_and_has_its_reason()
    {
        foreach (var exception in Exceptions)
        {
            exception.Reason.Split(' ').Length.ShouldBeGreaterThan(3, exception.ToString());
            SizeOf(exception).ShouldBeGreaterThan(exception.Function is null ? FileLimit : FunctionLimit, exception.ToString());
        }
    }

    [Fact]
    public void No_folder_is_a_drawer_for_odds_and_ends()
    {
        string[] drawers = ["Helpers", "Utils", "Utilities", "Common", "Managers", "Misc"];
        SourceTree.Files("*.cs").Where(path => path.Split('/').Intersect(drawers).Any()).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_folded_away_or_left_for_later()
    {
        string[] words = ["#reg" + "ion", "TO" + "DO", "FIX" + "ME"];
        var found = from path in SourceTree.Files("*.cs")
                    let text = SourceTree.Read(path)
                    from word in words
                    where text.Contains(word, StringComparison.Ordinal)
                    select $"{path}: {word}";
        found.ShouldBeEmpty();
    }

    private static int LimitOf(string path, string? function, int limit) =>
        Exceptions.FirstOrDefault(each => each.Path == path && each.Function == function)?.Limit ?? limit;

    private static int SizeOf(BudgetException exception) =>
        exception.Function is null
            ? File.ReadLines(Path.Combine(SourceTree.Root, exception.Path)).Count()
            : FunctionsOf(exception.Path).Where(each => each.Name == exception.Function).Max(each => each.Lines);

    private static IEnumerable<(string Name, int Lines)> FunctionsOf(string path)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceTree.Read(path), new CSharpParseOptions(LanguageVersion.Preview));
        return from node in tree.GetRoot().DescendantNodes()
               let name = NameOf(node)
               where name is not null
               select (name, LinesOf(tree, node));
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseMethodDeclarationSyntax => "operator",
        IndexerDeclarationSyntax => "this[]",
        _ => null,
    };

    // From the first token after the attributes to the last; documentation comments are not counted.
    private static int LinesOf(SyntaxTree tree, SyntaxNode node)
    {
        var first = node is MemberDeclarationSyntax { AttributeLists: [.., var last] }
            ? last.GetLastToken().GetNextToken()
            : node.GetFirstToken();
        var span = tree.GetLineSpan(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(first.SpanStart, node.Span.End));
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
