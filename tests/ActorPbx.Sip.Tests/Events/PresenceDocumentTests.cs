using System.Text;
using System.Xml.Linq;
using ActorPbx.Sip.Events;

namespace ActorPbx.Sip.Tests.Events;

public class PresenceDocumentTests
{
    private static readonly XNamespace Pidf = "urn:ietf:params:xml:ns:pidf";

    [Fact]
    public void What_a_phone_published_stands_in_the_document_that_others_get()
    {
        var parts = Read("""
            <?xml version="1.0"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:other@x">
              <tuple id="t1"><status><basic>open</basic></status><note xml:lang="en">at my desk &amp; well</note></tuple>
              <dm:person id="t1"><r:activities><r:meeting/></r:activities></dm:person>
            </presence>
            """)!;
        parts.HasPerson.ShouldBeTrue();
        var root = Written(null, false, [.. parts.Elements]);
        root.Attribute("entity")!.Value.ShouldBe("sip:100@pbx.test");
        root.Element(Pidf + "tuple")!.Element(Pidf + "note")!.Value.ShouldBe("at my desk & well");
        root.Elements().Select(element => element.Attribute("id")!.Value).ShouldBe(["p1-t1", "p1-t1"]);
        root.Descendants().ShouldContain(element => element.Name.LocalName == "meeting");
    }

    [Theory]
    [InlineData(true, "open")]
    [InlineData(false, "closed")]
    public void Without_anything_published_the_exchange_says_whether_he_can_be_reached(bool isOpen, string basic)
    {
        var root = Written(isOpen, isOpen, []);
        root.Elements(Pidf + "tuple").ShouldHaveSingleItem().Element(Pidf + "status")!.Element(Pidf + "basic")!.Value.ShouldBe(basic);
        root.Descendants().Any(element => element.Name.LocalName == "on-the-phone").ShouldBe(isOpen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<presence/>")]
    [InlineData("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple id=\"a\"/></presence>")]
    [InlineData("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple><status/></tuple></presence>")]
    [InlineData("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\">")]
    [InlineData("<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><presence xmlns=\"urn:ietf:params:xml:ns:pidf\"><note>&b;</note></presence>")]
    [InlineData("<!DOCTYPE p SYSTEM \"file:///etc/passwd\"><presence xmlns=\"urn:ietf:params:xml:ns:pidf\"/>")]
    public void What_is_no_presence_document_is_not_taken(string text) => Read(text).ShouldBeNull();

    [Fact]
    public void Elements_nested_without_end_do_no_harm() =>
        Should.NotThrow(() => Read("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\">" + string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000)) + "</presence>"));

    private static PresenceParts? Read(string text) => PresenceDocument.Read(Encoding.UTF8.GetBytes(text), "p1-");

    private static XElement Written(bool? isOpen, bool isOnThePhone, string[] published) =>
        XDocument.Parse(Encoding.UTF8.GetString(PresenceDocument.Write("sip:100@pbx.test", isOpen, isOnThePhone, published))).Root!;
}
