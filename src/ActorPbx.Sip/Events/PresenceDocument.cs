using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace ActorPbx.Sip.Events;

/// <summary>A presence document (RFC 3863) taken apart: its tuples and what stands beside them, each an element that can stand in another document.</summary>
/// <param name="Elements">The elements as XML, their ids made unlike all others.</param>
/// <param name="HasPerson">One of them is about the person (RFC 4479 §3.2).</param>
public sealed record PresenceParts(ImmutableArray<string> Elements, bool HasPerson);

/// <summary>Reads and writes presence documents.</summary>
public static class PresenceDocument
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/pidf+xml";

    private const string PersonSpace = "urn:ietf:params:xml:ns:pidf:data-model";
    private const string ActivitySpace = "urn:ietf:params:xml:ns:pidf:rpid";
    private static readonly XNamespace s_space = "urn:ietf:params:xml:ns:pidf";

    private static readonly XmlReaderSettings s_reading = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64 * 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Takes a document apart; null when it is none.</summary>
    /// <param name="document">The body of a PUBLISH.</param>
    /// <param name="prefix">What the ids of its elements begin with from now on; a letter first.</param>
    public static PresenceParts? Read(ReadOnlyMemory<byte> document, string prefix)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(document.ToArray()), s_reading);
            var root = XDocument.Load(reader).Root;
            return root?.Name == s_space + "presence" ? Parts(root, prefix) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Writes a document about somebody.</summary>
    /// <param name="entity">The URI of who it is about.</param>
    /// <param name="isOpen">What the exchange says of him when nobody else does: whether he can be reached. Null says nothing.</param>
    /// <param name="isOnThePhone">He is in a call (RFC 4480 §3.2).</param>
    /// <param name="published">Elements that his phones published.</param>
    public static byte[] Write(string entity, bool? isOpen, bool isOnThePhone, IEnumerable<string> published) => XmlBody.Write(xml =>
    {
        xml.WriteStartElement("presence", s_space.NamespaceName);
        xml.WriteAttributeString("xmlns", "dm", null, PersonSpace);
        xml.WriteAttributeString("xmlns", "rpid", null, ActivitySpace);
        xml.WriteAttributeString("entity", entity);
        if (isOpen is { } open) WriteTuple(xml, open);
        foreach (var element in published) xml.WriteRaw(element);
        if (isOnThePhone) WritePerson(xml);
        xml.WriteEndElement();
    });

    private static PresenceParts? Parts(XElement root, string prefix)
    {
        var elements = ImmutableArray.CreateBuilder<string>();
        var hasPerson = false;
        foreach (var element in root.Elements())
        {
            if (element.Name == s_space + "tuple" && (element.Element(s_space + "status") is null || element.Attribute("id") is null)) return null;
            if (element.Attribute("id") is { } id) id.Value = prefix + id.Value;
            hasPerson |= element.Name.LocalName == "person" && element.Name.NamespaceName == PersonSpace;
            elements.Add(element.ToString(SaveOptions.DisableFormatting));
        }

        return new PresenceParts(elements.ToImmutable(), hasPerson);
    }

    private static void WriteTuple(XmlWriter xml, bool isOpen)
    {
        xml.WriteStartElement("tuple", s_space.NamespaceName);
        xml.WriteAttributeString("id", "exchange");
        xml.WriteStartElement("status", s_space.NamespaceName);
        xml.WriteElementString("basic", s_space.NamespaceName, isOpen ? "open" : "closed");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WritePerson(XmlWriter xml)
    {
        xml.WriteStartElement("dm", "person", PersonSpace);
        xml.WriteAttributeString("id", "user");
        xml.WriteStartElement("rpid", "activities", ActivitySpace);
        xml.WriteElementString("rpid", "on-the-phone", ActivitySpace, null);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
