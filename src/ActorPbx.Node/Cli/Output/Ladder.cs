using System.Globalization;
using System.Text;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Output;

/// <summary>
/// SIP messages as a ladder: this node is one rung post and each peer another, every message an arrow between them. Peers get their posts as they appear; those that find no
/// room on the line share the last one.
/// </summary>
internal sealed class Ladder(int width)
{
    private const int TimeWidth = 14;
    private const int Margin = 8;
    private const int LeastDistance = 20;
    private const int LargestDistance = 34;

    private readonly List<string> _peers = [];

    // A narrow terminal has room for three posts, a wide one for more.
    private readonly int _distance = Math.Clamp((width - TimeWidth - (2 * Margin)) / 2, LeastDistance, LargestDistance);

    /// <summary>The heading's lines when a new peer has appeared with this message, else none; and the message's own line.</summary>
    public IEnumerable<string> Lines(TracedRow message)
    {
        var known = _peers.Count;
        var post = PostOf(message.Peer);
        if (_peers.Count != known)
        {
            yield return Heading();
        }

        yield return Arrow(message, post);
    }

    private int MostPeers => Math.Max(1, (width - TimeWidth - (2 * Margin)) / _distance);

    private int PostOf(string peer)
    {
        var at = _peers.IndexOf(peer);
        if (at < 0)
        {
            at = _peers.Count;
            _peers.Add(peer);
        }

        return Math.Min(at, MostPeers - 1);
    }

    // The first peer stands left of the node, the others right of it.
    private int ColumnOf(int post) => TimeWidth + Margin + (_distance * (post == 0 ? 0 : post + 1));

    private int OwnColumn => TimeWidth + Margin + _distance;

    private int Posts => Math.Min(_peers.Count, MostPeers);

    private string Heading()
    {
        var line = Blank(' ').Append(' ', LargestDistance); // the last address may be wider than the margin
        Center(line, OwnColumn, "PBX");
        for (var post = 0; post < Posts; post++)
        {
            Center(line, ColumnOf(post), post == MostPeers - 1 && _peers.Count > MostPeers ? "others" : Columns.Printable(_peers[post]));
        }

        return line.ToString().TrimEnd();
    }

    private string Arrow(TracedRow message, int post)
    {
        var line = Blank(' ');
        line[OwnColumn] = '│';
        for (var other = 0; other < Posts; other++)
        {
            line[ColumnOf(other)] = '│';
        }

        Put(line, 0, message.At.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        var (from, to) = message.Sent ? (OwnColumn, ColumnOf(post)) : (ColumnOf(post), OwnColumn);
        var (left, right) = (Math.Min(from, to), Math.Max(from, to));
        for (var at = left + 1; at < right; at++)
        {
            line[at] = '─';
        }

        line[to > from ? right - 1 : left + 1] = to > from ? '▶' : '◀';
        var room = right - left - 5;
        var label = Label(message);
        label = label.Length > room ? label[..(room - 1)] + "…" : label;
        Put(line, left + 1 + ((right - left - 1 - label.Length) / 2), label);
        var text = line.ToString().TrimEnd();
        text += post == MostPeers - 1 && _peers.Count > MostPeers ? "  " + Columns.Printable(message.Peer) : "";
        return message.Call is { } call ? $"{text}  {Columns.Printable(call[..Math.Min(6, call.Length)])}" : text;
    }

    // 200 OK says little without what it answers.
    private static string Label(TracedRow message)
    {
        var method = message.CSeq[(message.CSeq.LastIndexOf(' ') + 1)..];
        var isAnswer = message.Summary.Length > 0 && char.IsAsciiDigit(message.Summary[0]);
        var label = isAnswer && method != "INVITE" ? $"{message.Summary} ({method})" : message.Summary;
        return Columns.Printable(message.HasSession ? label + " SDP" : label);
    }

    private StringBuilder Blank(char fill) => new(new string(fill, Math.Max(ColumnOf(Posts - 1), OwnColumn) + Margin + 1));

    private static void Center(StringBuilder line, int column, string text) => Put(line, Math.Max(TimeWidth, column - (text.Length / 2)), text);

    private static void Put(StringBuilder line, int at, string text)
    {
        for (var i = 0; i < text.Length && at + i < line.Length; i++)
        {
            line[at + i] = text[i];
        }
    }
}
