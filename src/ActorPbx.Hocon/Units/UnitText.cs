using System.Globalization;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Units;

/// <summary>Cuts a text such as <c>1.5 MiB</c> into its number and its unit.</summary>
internal static class UnitText
{
    // HOCON "Units format": blanks, a number, blanks, a unit of letters or none, blanks.
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        var trimmed = Characters.Trim(text);
        var letters = trimmed.Length;
        while (letters > 0 && char.IsLetter(trimmed[letters - 1])) letters--;
        unit = trimmed[letters..].ToString();
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(Characters.Trim(trimmed[..letters]), styles, CultureInfo.InvariantCulture, out number);
    }
}
