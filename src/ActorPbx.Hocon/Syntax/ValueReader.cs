using System.Text;

using ActorPbx.Hocon.Drafts;

namespace ActorPbx.Hocon.Syntax;

/// <summary>Reads one value: all that stands on a line up to a comma, a newline or a closing bracket, joined.</summary>
internal sealed class ValueReader(Scanner scanner, DocumentReader document, HoconPath? prefix)
{
    /// <summary>How many substitutions were read so far.</summary>
    public int References { get; private set; }

    public Draft Read(string where)
    {
        var start = scanner.Position;
        var first = ReadPart() ?? throw scanner.Error($"expected a value {where}, not {scanner.Describe()}");
        List<Draft>? parts = null;
        while (true)
        {
            var blankStart = scanner.Position;
            var blanks = scanner.TakeBlanks();
            if (!AtPart) break;
            parts ??= [first];
            if (blanks.Length > 0) parts.Add(new DraftBlanks(blanks.ToString(), scanner.Origin(blankStart)));
            parts.Add(ReadPart()!);
        }
        return parts is null ? first : Join(parts, start);
    }

    private bool AtPart => scanner.AtQuote || scanner.AtUnquoted || scanner.Current is '{' or '[' or '$';

    private Draft? ReadPart()
    {
        var position = scanner.Position;
        if (scanner.AtQuote) return Scalar(HoconScalarKind.String, scanner.TakeQuoted(), position);
        if (scanner.AtUnquoted)
        {
            var text = scanner.TakeUnquoted();
            return Scalar(KindOf(text), text.ToString(), position);
        }
        return scanner.Current switch
        {
            '{' => document.ReadObject(),
            '[' => document.ReadArray(),
            '$' => ReadReference(),
            _ => null,
        };
    }

    private DraftScalar Scalar(HoconScalarKind kind, string text, int position) => new(new HoconScalar(kind, text, scanner.Origin(position)));

    // HOCON "Unquoted strings": to the letter a run that begins like a number and is none (0.0.0.0, 0042, -x) would be an error.
    // No reader refuses it, and addresses and extension numbers are written so: it is text, to the character.
    private static HoconScalarKind KindOf(ReadOnlySpan<char> text) => text switch
    {
        "true" or "false" => HoconScalarKind.Boolean,
        "null" => HoconScalarKind.Null,
        _ => Characters.NumberLength(text) == text.Length ? HoconScalarKind.Number : HoconScalarKind.String,
    };

    private DraftReference ReadReference()
    {
        var start = scanner.Position;
        scanner.Skip();
        if (!scanner.TryTake('{')) throw scanner.Source.Error(start, "'$' begins a substitution '${path}' here: put it in quotes if a dollar sign is meant");
        var optional = scanner.TryTake('?');
        var path = PathReader.Read(scanner);
        var list = scanner.TryTake('[');
        if (list && !scanner.TryTake(']')) throw scanner.Error("expected ']' after '[' in a substitution");
        scanner.TakeBlanks();
        if (!scanner.TryTake('}')) throw scanner.Error($"expected '}}' at the end of a substitution, not {scanner.Describe()}");
        References++;
        return new DraftReference(path, prefix, document.Level, optional, list, scanner.Source, start);
    }

    // Parts whose kinds are all known are joined at once; with a substitution or an object beside an array it is done when resolving.
    private Draft Join(List<Draft> parts, int start)
    {
        var origin = scanner.Origin(start);
        if (parts.TrueForAll(p => p is DraftScalar or DraftBlanks)) return JoinScalars(parts, origin);
        if (parts.Find(p => p is DraftScalar) is { } scalar && parts.Find(p => p is DraftObject or DraftArray) is { } structure)
        {
            var later = parts.IndexOf(scalar) > parts.IndexOf(structure) ? scalar : structure;
            throw new HoconException($"a string cannot be joined with an {(structure is DraftArray ? "array" : "object")}",
                later.Origin, scanner.Source.Excerpt(later.Origin.Line));
        }
        parts.RemoveAll(p => p is DraftBlanks && !parts.Exists(o => o is DraftReference));
        if (parts.TrueForAll(p => p is DraftArray))
            return new DraftArray(parts.SelectMany(p => ((DraftArray)p).Items).ToList(), parts.Exists(p => p.IsOpen), origin);
        if (!parts.TrueForAll(p => p is DraftObject)) return new DraftJoin(parts, origin);
        var first = (DraftObject)parts[0];
        foreach (var part in parts.Skip(1)) first.Absorb((DraftObject)part);
        return first;
    }

    private static DraftScalar JoinScalars(List<Draft> parts, HoconOrigin origin)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part is DraftScalar scalar ? scalar.Value.Text : ((DraftBlanks)part).Text);
        return new DraftScalar(new HoconScalar(HoconScalarKind.String, text.ToString(), origin));
    }
}
