using Spectre.Console;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Tables without lines: headings in bold, cells taken as they are, never as markup.</summary>
internal static class Columns
{
    /// <summary>A table with these headings; one that begins with '>' is set to the right.</summary>
    public static Table Of(params string[] headings)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
        {
            var right = heading.StartsWith('>');
            var column = new TableColumn(new Text(right ? heading[1..] : heading, new Style(decoration: Decoration.Bold))) { NoWrap = true };
            column.Padding = new Padding(0, 0, 2, 0);
            table.AddColumn(right ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    public static void Add(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(Printable(cell))));

    /// <summary>What phones send is shown without control characters, so that no phone writes to the operator's terminal.</summary>
    public static string Printable(string text) => !text.Any(char.IsControl)
        ? text
        : string.Concat(text.Select(c => char.IsControl(c) ? '\ufffd' : c));
}
