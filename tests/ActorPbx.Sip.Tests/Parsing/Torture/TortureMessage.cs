using System.Text;

namespace ActorPbx.Sip.Tests.Parsing.Torture;

/// <summary>One message of RFC 4475 or RFC 5118 under its name there, and the answer that this server must give.</summary>
/// <param name="Name">The message's name in the standard.</param>
/// <param name="Section">Where it stands there.</param>
/// <param name="Answer">A response code, <see cref="Accepted"/> or <see cref="Dropped"/>.</param>
/// <param name="Text">With line feeds only; the last one is left out.</param>
internal sealed record TortureMessage(string Name, string Section, int Answer, string Text)
{
    /// <summary>Goes on to whoever serves the request, or to the transaction that waits for the response.</summary>
    public const int Accepted = 0;

    /// <summary>A response that cannot be used.</summary>
    public const int Dropped = -1;

    public byte[] Bytes => Encoding.UTF8.GetBytes((Text + "\n").Replace("\n", "\r\n", StringComparison.Ordinal));

    public static IReadOnlyDictionary<string, TortureMessage> All { get; } = Rfc4475Valid.All
        .Concat(Rfc4475Built.All).Concat(Rfc4475InvalidFields.All).Concat(Rfc4475InvalidLines.All).Concat(Rfc4475Application.All).Concat(Rfc5118.All)
        .ToDictionary(message => message.Name);
}
