using System.Text;

namespace ActorPbx.Storage.Csv;

/// <summary>One value of a CSV line (RFC 4180), made harmless: much of it was chosen by whoever called.</summary>
/// <remarks>
/// Control characters, line separators and marks that turn the direction of writing become '?', so one record is always one line.
/// A value that a spreadsheet would run as a formula (it begins with =, @, + or -) gets an apostrophe in front; a plain
/// international number such as +493012345 stays as it is.
/// </remarks>
public static class CsvField
{
    /// <summary>Appends a value, and a comma in front of it unless it is the line's first.</summary>
    public static void Append(StringBuilder line, string value)
    {
        if (line.Length > 0)
            line.Append(',');
        var guarded = IsFormula(value);
        if (!guarded && !NeedsQuotes(value))
        {
            line.Append(value);
            return;
        }
        line.Append('"');
        if (guarded)
            line.Append('\'');
        foreach (var character in value)
            AppendQuoted(line, character);
        line.Append('"');
    }

    private static void AppendQuoted(StringBuilder line, char character)
    {
        if (IsHidden(character))
            line.Append('?');
        else if (character == '"')
            line.Append("\"\"");
        else
            line.Append(character);
    }

    private static bool NeedsQuotes(string value)
    {
        foreach (var character in value)
        {
            if (character is ',' or '"' || IsHidden(character))
                return true;
        }
        return value.Length > 0 && (value[0] == ' ' || value[^1] == ' ');
    }

    private static bool IsFormula(string value)
    {
        var start = 0;
        // Spreadsheets skip white space before they look.
        while (start < value.Length && (char.IsWhiteSpace(value[start]) || IsHidden(value[start])))
            start++;
        if (start == value.Length || value[start] is not ('=' or '@' or '+' or '-'))
            return false;
        return value[start] is '=' or '@' || !IsNumber(value.AsSpan(start + 1));
    }

    private static bool IsNumber(ReadOnlySpan<char> value) => !value.IsEmpty && !value.ContainsAnyExceptInRange('0', '9');

    private static bool IsHidden(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
