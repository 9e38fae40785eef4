using System.Text;

namespace ActorPbx.Hocon.Syntax;

/// <summary>Reads a path expression: pieces that are joined as in a value concatenation, cut at dots outside quotes.</summary>
internal sealed class PathReader
{
    private readonly Scanner _scanner;
    private readonly List<string> _keys = [];
    private readonly StringBuilder _key = new();
    private bool _quoted;

    private PathReader(Scanner scanner) => _scanner = scanner;

    /// <summary>Reads up to the first character that cannot belong to a path; outer blanks are dropped.</summary>
    public static HoconPath Read(Scanner scanner) => new PathReader(scanner).Read();

    private HoconPath Read()
    {
        _scanner.TakeBlanks();
        if (!_scanner.AtQuote && !_scanner.AtUnquoted)
            throw _scanner.Error($"a key or path was expected here, not {_scanner.Describe()}");
        while (true)
        {
            if (_scanner.AtQuote)
            {
                _key.Append(_scanner.TakeQuoted());
                _quoted = true;
            }
            else if (_scanner.AtUnquoted) TakeRun();
            else if (!TakeInnerBlanks()) break;
        }
        EndKey(_scanner.Position);
        return new HoconPath(_keys);
    }

    private void TakeRun()
    {
        var start = _scanner.Position;
        var run = _scanner.TakeUnquoted();
        for (var i = 0; i < run.Length; i++)
        {
            if (run[i] == '.') EndKey(start + i);
            else _key.Append(run[i]);
        }
    }

    private bool TakeInnerBlanks()
    {
        var blanks = _scanner.TakeBlanks();
        if (!_scanner.AtQuote && !_scanner.AtUnquoted) return false;
        _key.Append(blanks);
        return true;
    }

    // HOCON "Path expressions": an empty element must be quoted; a path may not start or end with a dot.
    private void EndKey(int position)
    {
        if (_key.Length == 0 && !_quoted)
            throw _scanner.Source.Error(position, "a path has an empty element here: write \"\" if an empty key is meant");
        _keys.Add(_key.ToString());
        _key.Clear();
        _quoted = false;
    }
}
