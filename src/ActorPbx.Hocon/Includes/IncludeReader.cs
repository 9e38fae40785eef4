using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Includes;

/// <summary>Reads an include statement: <c>include "x"</c>, with <c>file()</c>, <c>url()</c>, <c>classpath()</c> and <c>required()</c>.</summary>
internal static class IncludeReader
{
    public static IncludeRequest Read(Scanner scanner)
    {
        var start = scanner.Position;
        scanner.TakeUnquoted();
        var required = false;
        var kind = IncludeKind.Beside;
        var open = 0;
        scanner.SkipToContent();
        while (!scanner.AtQuote)
        {
            var word = TakeWord(scanner);
            if (word == "required" && open == 0) required = true;
            else kind = KindOf(word) ?? throw scanner.Source.Error(start, "include must be followed by a quoted name, or by file(…), classpath(…) or required(…) around one");
            open++;
            scanner.SkipToContent();
            if (word != "required" && !scanner.AtQuote) throw scanner.Error($"expected a quoted name, not {scanner.Describe()}");
        }
        var target = scanner.TakeQuoted();
        for (; open > 0; open--)
        {
            scanner.SkipToContent();
            if (!scanner.TryTake(')')) throw scanner.Error($"expected ')' at the end of the include, not {scanner.Describe()}");
        }
        return new IncludeRequest(kind, target, required, scanner.Source, start);
    }

    // A parenthesis may stand in an unquoted string, so words are cut at it by hand.
    private static string TakeWord(Scanner scanner)
    {
        var start = scanner.Position;
        while (scanner.AtUnquoted && scanner.Current is not ('(' or ')')) scanner.Skip();
        var word = scanner.Source.Text[start..scanner.Position];
        scanner.TakeBlanks();
        return scanner.TryTake('(') ? word : "";
    }

    private static IncludeKind? KindOf(string word) => word switch
    {
        "file" => IncludeKind.File,
        "classpath" => IncludeKind.Resource,
        "url" => IncludeKind.Url,
        _ => null,
    };
}
