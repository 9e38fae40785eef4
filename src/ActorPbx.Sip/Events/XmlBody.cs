using System.Text;
using System.Xml;

namespace ActorPbx.Sip.Events;

/// <summary>An XML document as the body of a message.</summary>
internal static class XmlBody
{
    private static readonly XmlWriterSettings s_settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n", CheckCharacters = false };

    /// <summary>Writes a document in UTF-8 with its declaration.</summary>
    public static byte[] Write(Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, s_settings)) content(writer);
        return stream.ToArray();
    }
}
