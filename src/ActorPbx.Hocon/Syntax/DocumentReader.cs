using ActorPbx.Hocon.Drafts;
using ActorPbx.Hocon.Includes;

namespace ActorPbx.Hocon.Syntax;

/// <summary>Reads one HOCON text into a draft: objects, arrays, fields and includes. Values are <see cref="ValueReader"/>'s part.</summary>
internal sealed class DocumentReader
{
    private readonly Scanner _scanner;
    private readonly ReadSession _session;
    private readonly IncludedText _text;
    private readonly ValueReader _values;

    // The path of the object being read, from the root of the whole configuration; null inside an array, where no path leads.
    private HoconPath? _path;
    private int _depth;

    /// <summary>How many places (keys and array items) lie between the root of this text and the value being read.</summary>
    public int Level { get; private set; }

    public DocumentReader(IncludedText text, ReadSession session, HoconPath? prefix, int depth)
    {
        _text = text;
        _session = session;
        _path = prefix;
        _depth = depth;
        _scanner = new Scanner(session.Open(text.Name, text.Text));
        _values = new ValueReader(_scanner, this, prefix);
    }

    /// <summary>The whole text: an object with or without its braces, or an array.</summary>
    public Draft ReadRoot()
    {
        _scanner.SkipToContent();
        if (_scanner.Current is not ('{' or '['))
        {
            var root = new DraftObject(_scanner.Origin(0));
            ReadFields(root, null);
            return root;
        }
        var value = _scanner.Current == '{' ? ReadObject() : (Draft)ReadArray();
        _scanner.SkipToContent();
        return _scanner.AtEnd ? value : throw _scanner.Error($"{_scanner.Describe()} after the end of the root value");
    }

    public DraftObject ReadObject()
    {
        var open = _scanner.Position;
        var result = new DraftObject(_scanner.Origin(open));
        Enter(1);
        _scanner.Skip();
        ReadFields(result, open);
        _depth--;
        return result;
    }

    public DraftArray ReadArray()
    {
        var open = _scanner.Position;
        var references = _values.References;
        var outer = _path;
        Enter(1);
        Level++;
        _path = null;
        _scanner.Skip();
        var items = new List<Draft>();
        _scanner.SkipToContent();
        while (!_scanner.TryTake(']'))
        {
            if (_scanner.AtEnd) throw _scanner.Source.Error(open, "this '[' is not closed");
            items.Add(_values.Read("in this array"));
            EndElement(']');
        }
        _path = outer;
        _depth--;
        Level--;
        return new DraftArray(items, _values.References > references, _scanner.Origin(open));
    }

    // HOCON "Commas": one comma, or at least one newline, between elements; one comma may follow the last.
    private void EndElement(char? close)
    {
        var newline = _scanner.SkipToContent();
        if (_scanner.AtEnd || _scanner.Current == close) return;
        if (_scanner.TryTake(','))
        {
            _scanner.SkipToContent();
            if (_scanner.Current == ',') throw _scanner.Error("two commas in a row");
        }
        else if (!newline) throw Unexpected(close);
    }

    private HoconException Unexpected(char? close)
    {
        var c = _scanner.Current;
        if (c is '}' or ']') return _scanner.Error($"'{c}' closes nothing that is open here");
        if (c is ':' or '=') return _scanner.Error($"'{c}' cannot stand in a value: put the value in quotes, or begin a new line or comma before the key");
        if (Characters.IsReserved(c)) return _scanner.Error($"'{c}' cannot stand in an unquoted value: put the value in quotes");
        return _scanner.Error($"expected a comma, a new line or {(close is null ? "the end" : $"'{close}'")}, not {_scanner.Describe()}");
    }

    private void ReadFields(DraftObject into, int? open)
    {
        char? close = open is null ? null : '}';
        _scanner.SkipToContent();
        while (true)
        {
            if (close is not null && _scanner.TryTake('}')) return;
            if (_scanner.AtEnd)
            {
                if (open is not { } position) return;
                throw _scanner.Source.Error(position, "this '{' is not closed");
            }
            if (_scanner.Current is '}' or ']') throw Unexpected(close);
            ReadEntry(into);
            EndElement(close);
        }
    }

    // HOCON "Paths as keys": the unquoted word include may not begin a path, not even one of several elements.
    private void ReadEntry(DraftObject into)
    {
        var word = _scanner.PeekUnquoted();
        if (word is "include") ReadInclude(into);
        else if (word.StartsWith("include.")) throw _scanner.Error("a key cannot begin with the bare word include: write \"include\" in quotes");
        else ReadField(into);
    }

    private void ReadField(DraftObject into)
    {
        var keyOrigin = _scanner.Origin(_scanner.Position);
        var path = PathReader.Read(_scanner);
        var adds = ReadSeparator(path);
        var outer = _path;
        Enter(path.Count);
        _path = outer?.Append(path);
        var levels = path.Count + (adds ? 1 : 0);
        Level += levels;
        var at = _scanner.Position;
        var value = _values.Read($"for key '{path}'");
        Level -= levels;
        _path = outer;
        _depth -= path.Count;
        into.Set(path, 0, adds ? Added(value, at) : value, keyOrigin);
    }

    private bool ReadSeparator(HoconPath path)
    {
        _scanner.SkipToContent();
        if (_scanner.Current == '{') return false;
        var adds = _scanner.Current == '+' && _scanner.Ahead(1) == '=';
        if (adds) _scanner.Skip(2);
        else if (!_scanner.TryTake('=') && !_scanner.TryTake(':'))
            throw _scanner.Error($"expected '=', ':', '+=' or '{{' after key '{path}', not {_scanner.Describe()}");
        _scanner.SkipToContent();
        return adds;
    }

    // HOCON "The += field separator": a += b is a = ${?a} [b].
    private Draft Added(Draft value, int position)
    {
        var origin = _scanner.Origin(position);
        return new DraftJoin([new DraftPrior(origin), new DraftArray([value], value.IsOpen, origin)], origin);
    }

    private void ReadInclude(DraftObject into)
    {
        var request = IncludeReader.Read(_scanner);
        foreach (var text in IncludeLocator.Locate(request, _text, _session))
        {
            var included = _session.Read(text, _path, _depth, request.Error);
            if (included is not DraftObject fields)
                throw request.Error($"'{text.Name}' holds an array: only an object can be included");
            into.Absorb(fields);
        }
    }

    private void Enter(int levels)
    {
        _depth += levels;
        if (_depth > _session.Options.MaxDepth)
            throw _scanner.Error($"objects and arrays are nested deeper than {_session.Options.MaxDepth} levels");
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw _scanner.Error("objects and arrays are nested too deeply for this thread's stack");
    }
}
