using System.Text;

namespace ActorPbx.Fuzz.Mutation;

/// <summary>
/// Changes a text by its structure: lines, parameters, numbers and quoted parts are taken out, doubled, swapped, grown and replaced, and now and then a
/// byte is broken.
/// </summary>
internal sealed class TextMutator(Dice dice, string lineEnd)
{
    private const int MostBytes = 200_000;
    private const int LongRun = 3_000;
    private const int DeepRun = 1_200;

    /// <summary>The text after a few changes, as bytes.</summary>
    public byte[] Mutate(string text)
    {
        for (var changes = dice.Between(1, 6); changes > 0 && text.Length is > 0 and < MostBytes; changes--)
        {
            text = Change(text);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (dice.OneIn(4))
        {
            BreakBytes(bytes);
        }

        return dice.OneIn(12) ? bytes[..dice.Below(bytes.Length + 1)] : bytes;
    }

    private string Change(string text) => dice.Below(12) switch
    {
        0 => Lines(text, lines => lines.Insert(dice.Below(lines.Count), dice.Of(lines))),
        1 => Lines(text, lines => lines.RemoveAt(dice.Below(lines.Count))),
        2 => Lines(text, Swap),
        3 => Lines(text, Fold),
        4 => Lines(text, Flood),
        5 => ReplaceRun(text, char.IsAsciiDigit, dice.Of(Words.Numbers)),
        6 => ReplaceRun(text, char.IsAsciiLetter, dice.Of(Words.Meaningful)),
        7 => Insert(text, dice.Of(Words.Signs)),
        8 => Insert(text, dice.Of(Words.Meaningful)),
        9 => Insert(text, Repeat(dice.Of(Words.Signs), dice.OneIn(4) ? DeepRun : dice.Between(2, 40))),
        10 => Double(text),
        _ => Remove(text),
    };

    private string Lines(string text, Action<List<string>> change)
    {
        var lines = text.Split(lineEnd).ToList();
        change(lines);
        return string.Join(lineEnd, lines);
    }

    private void Swap(List<string> lines)
    {
        var (a, b) = (dice.Below(lines.Count), dice.Below(lines.Count));
        (lines[a], lines[b]) = (lines[b], lines[a]);
    }

    private void Fold(List<string> lines)
    {
        var at = dice.Below(lines.Count);
        var cut = dice.Below(lines[at].Length + 1);
        lines[at] = lines[at][..cut] + lineEnd + dice.Of([" ", "\t", "   "]) + lines[at][cut..];
    }

    // Many lines of one kind, or one line without end.
    private void Flood(List<string> lines)
    {
        var at = dice.Below(lines.Count);
        if (dice.OneIn(2))
        {
            lines.InsertRange(at, Enumerable.Repeat(lines[at], dice.Between(2, 300)));
        }
        else
        {
            lines[at] += Repeat(dice.Of(["a", "9", " ", ",", ";a=b", "\\", "%41"]), dice.Between(10, LongRun));
        }
    }

    private string ReplaceRun(string text, Func<char, bool> belongs, string by)
    {
        var from = dice.Below(text.Length);
        while (from < text.Length && !belongs(text[from]))
        {
            from++;
        }

        var to = from;
        while (to < text.Length && belongs(text[to]))
        {
            to++;
        }

        return text[..from] + by + text[to..];
    }

    private string Insert(string text, string part)
    {
        var at = dice.Below(text.Length + 1);
        return text[..at] + part + text[at..];
    }

    private string Double(string text)
    {
        var at = dice.Below(text.Length);
        var length = Math.Min(dice.Between(1, 400), text.Length - at);
        return Insert(text, text.Substring(at, length));
    }

    private string Remove(string text)
    {
        var at = dice.Below(text.Length);
        return text.Remove(at, Math.Min(dice.Between(1, 30), text.Length - at));
    }

    private void BreakBytes(byte[] bytes)
    {
        for (var i = dice.Between(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            var at = dice.Below(bytes.Length);
            bytes[at] = dice.OneIn(2) ? (byte)dice.Next() : (byte)(bytes[at] ^ (1 << dice.Below(8)));
        }
    }

    private static string Repeat(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();
}
