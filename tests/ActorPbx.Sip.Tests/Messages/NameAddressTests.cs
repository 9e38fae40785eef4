using ActorPbx.Sip.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Sip.Tests.Messages;

public class NameAddressTests
{
    [Theory]
    [InlineData("<sip:a@b>", null, "sip:a@b", null)]
    [InlineData("sip:a@b;tag=1", null, "sip:a@b", "1")]
    [InlineData("\"A, <B>\" <sip:a@b;tag=no>;tag=yes", "A, <B>", "sip:a@b;tag=no", "yes")]
    [InlineData("A B<sip:a@b>;TAG=x;y", "A B", "sip:a@b", "x")]
    [InlineData("Jürgen <sip:a@b>", "Jürgen", "sip:a@b", null)]
    [InlineData("John (Sales) <sip:a@b>", "John (Sales)", "sip:a@b", null)]
    [InlineData("\"\" <sip:a@b>", "", "sip:a@b", null)]
    public void Addresses_of_every_form_are_read(string text, string? display, string uri, string? tag)
    {
        var address = NameAddress.Parse(text);
        address.DisplayName.ShouldBe(display);
        address.Uri.ToString().ShouldBe(uri);
        address.Tag.ShouldBe(tag);
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("<sip:a@b")]
    [InlineData("sip:a@b>")]
    [InlineData("\"open <sip:a@b>")]
    [InlineData("\"a\" \"b\" <sip:a@b>")]
    [InlineData("a, b <sip:a@b>")]
    [InlineData("sip:a@b, sip:c@d")]
    [InlineData("sip:a@b?x=y")]
    [InlineData("<sip:a@b>tag=1")]
    [InlineData("<sip:a@b>;")]
    [InlineData("<sip:a@b>;;tag=1")]
    [InlineData("<sip:a@b>;tag=")]
    [InlineData("<sip:a@b>;tag=\"x")]
    [InlineData("<sip:a@b>;tag=a<b")]
    [InlineData("<sip:a@b> <sip:c@d>")]
    public void What_is_no_address_is_refused(string text) => NameAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Any_display_name_survives_quoting() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
        {
            var name = new string([.. text.Get.Where(character => !char.IsSurrogate(character) && character is not ('\r' or '\n' or '\0'))]);
            if (name.Length == 0) return true;
            var address = new NameAddress(SipUri.Parse("sip:a@b"), name).WithTag("t");
            return address.DisplayName == name && address.Tag == "t" && NameAddress.Parse(address.ToString()).DisplayName == name;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parameters_are_replaced_in_their_place()
    {
        var address = NameAddress.Parse("<sip:a@b>;q=1.0;expires=60;+sip.instance=\"<urn:uuid:1>\"");
        address.WithParameter("expires", "30").ToString().ShouldBe("<sip:a@b>;q=1.0;expires=30;+sip.instance=\"<urn:uuid:1>\"");
        address.WithoutParameter("Q").ToString().ShouldBe("<sip:a@b>;expires=60;+sip.instance=\"<urn:uuid:1>\"");
        address.Parameters.Get("+sip.instance").ShouldBe("<urn:uuid:1>");
        address.Parameters.GetNumber("expires").ShouldBe(60);
        Should.Throw<ArgumentException>(() => new NameAddress(SipUri.Parse("sip:a@b"), "x\r\nEvil: 1"));
    }

    [Fact]
    public void A_via_is_read_changed_and_printed()
    {
        var via = Via.Parse("SIP / 2.0 / udp first.example.com: 4000;ttl=16 ;maddr=224.2.0.1 ;rport; branch=z9hG4bKa7c6a8dlze.1");
        (via.Transport, via.Host, via.Port, via.Branch, via.Maddr).ShouldBe(("UDP", "first.example.com", 4000, "z9hG4bKa7c6a8dlze.1", "224.2.0.1"));
        via.WantsRport.ShouldBeTrue();
        via.Rport.ShouldBeNull();
        var seen = via.WithSource("192.0.2.9", 4711);
        (seen.Received, seen.Rport).ShouldBe(("192.0.2.9", 4711));
        Via.Parse(seen.ToString()).Branch.ShouldBe(via.Branch);
        foreach (var bad in new[] { "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/1.0/UDP h", "SIP/2.0/UDP h:x", "SIP/2.0/UDP h;", "SIP/2.0/UDP h x", "SIP/2.0/UDP [::1" })
        {
            Via.TryParse(bad, out _).ShouldBeFalse(bad);
        }
    }
}
