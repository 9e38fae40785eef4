using System.Text;
using System.Xml.Linq;
using ActorPbx.Sip.Events;

namespace ActorPbx.Sip.Tests.Attacks;

/// <summary>Stored scripts and markup (ES2021-02, XXE): what strangers write stays text in the documents that others read.</summary>
public class StoredTextTests
{
    private static readonly XNamespace s_dialogs = "urn:ietf:params:xml:ns:dialog-info";

    [Theory]
    [InlineData("sip:<script>alert(1)</script>@pbx.test")]
    [InlineData("sip:\"/><remote><identity>sip:boss@pbx.test</identity></remote>@pbx.test")]
    [InlineData("sip:]]>&amp;&lt;@pbx.test")]
    [InlineData("sip:'; DROP TABLE records; --@pbx.test")]
    public void A_number_cannot_write_into_the_document_that_watchers_get(string remote)
    {
        var document = new DialogInfo("sip:100@pbx.test", 0, [new DialogElement("1\" state=\"x", true, "early", remote)]).Write();
        var dialog = XDocument.Parse(Encoding.UTF8.GetString(document)).Root!.Elements().ShouldHaveSingleItem();
        dialog.Attribute("id")!.Value.ShouldBe("1\" state=\"x");
        dialog.Elements().Select(element => element.Name).ShouldBe([s_dialogs + "state", s_dialogs + "remote"]);
        dialog.Element(s_dialogs + "remote")!.Elements().ShouldHaveSingleItem().Value.ShouldBe(remote);
    }

    [Theory]
    [InlineData("<!DOCTYPE p SYSTEM \"file:///etc/passwd\">")]
    [InlineData("<!DOCTYPE p [<!ENTITY a SYSTEM \"http://127.0.0.1:1/\">]>")]
    [InlineData("<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>")]
    public void A_published_document_with_a_type_of_its_own_is_not_read(string type)
    {
        const string Document = "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple id=\"a\"><status><basic>open</basic></status></tuple></presence>";
        PresenceDocument.Read(Encoding.UTF8.GetBytes(Document), "p1-").ShouldNotBeNull();
        PresenceDocument.Read(Encoding.UTF8.GetBytes(type + Document), "p1-").ShouldBeNull();
    }
}
