using System.Collections.Immutable;
using System.Globalization;
using System.Xml;

namespace ActorPbx.Sip.Events;

/// <summary>One call in a dialogue document (RFC 4235 §4.1.3).</summary>
/// <param name="Id">Its name in the document, and where there are tags its Call-ID.</param>
/// <param name="IsInitiator">Who is watched made the call.</param>
/// <param name="State"><c>trying</c>, <c>early</c>, <c>confirmed</c> or <c>terminated</c>.</param>
/// <param name="Remote">The URI of the other side; null where it is not shown.</param>
public sealed record DialogElement(string Id, bool IsInitiator, string State, string? Remote)
{
    /// <summary>The tag of who is watched; empty where it is not shown.</summary>
    public string LocalTag { get; init; } = "";

    /// <summary>The tag of the other side; empty where it is not shown.</summary>
    public string RemoteTag { get; init; } = "";
}

/// <summary>The calls of somebody as the <c>dialog</c> package tells them (RFC 4235): always all of them.</summary>
/// <param name="Entity">The URI of who is watched.</param>
/// <param name="Version">0 in the first document of a subscription, then one more in each.</param>
/// <param name="Dialogs">The calls.</param>
public sealed record DialogInfo(string Entity, uint Version, ImmutableArray<DialogElement> Dialogs)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/dialog-info+xml";

    private const string Space = "urn:ietf:params:xml:ns:dialog-info";

    /// <summary>The document in UTF-8.</summary>
    public byte[] Write() => XmlBody.Write(xml =>
    {
        xml.WriteStartElement("dialog-info", Space);
        xml.WriteAttributeString("version", Version.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("state", "full");
        xml.WriteAttributeString("entity", Entity);
        foreach (var dialog in Dialogs) Write(xml, dialog);
        xml.WriteEndElement();
    });

    private static void Write(XmlWriter xml, DialogElement dialog)
    {
        xml.WriteStartElement("dialog", Space);
        xml.WriteAttributeString("id", dialog.Id);
        if (dialog.LocalTag.Length > 0)
        {
            xml.WriteAttributeString("call-id", dialog.Id);
            xml.WriteAttributeString("local-tag", dialog.LocalTag);
            xml.WriteAttributeString("remote-tag", dialog.RemoteTag);
        }

        xml.WriteAttributeString("direction", dialog.IsInitiator ? "initiator" : "recipient");
        xml.WriteElementString("state", Space, dialog.State);
        if (dialog.Remote is not null)
        {
            xml.WriteStartElement("remote", Space);
            xml.WriteElementString("identity", Space, dialog.Remote);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
