using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Kernel.Tests.Actor;

public class PathTests
{
    private static readonly Address Local = new("akka", "sys");

    [Fact]
    public void Reading_a_written_path_gives_the_same_path()
    {
        Gen<string> name = Gen.Elements("a", "user", "call-17", "x.y", "Z~9").Select(n => n);
        Gen<string[]> names = name.ArrayOf();
        Prop.ForAll(Arb.From(names), elements =>
        {
            ActorPath path = new RootActorPath(Local) / elements;
            return ActorPath.Parse(path.ToString()).Equals(path) && path.Elements.SequenceEqual(elements);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("akka://sys", null, null)]
    [InlineData("akka.tcp://sys@host:5000", "host", 5000)]
    public void Addresses_are_read_and_written(string text, string? host, int? port)
    {
        Address address = Address.Parse(text);
        address.Host.ShouldBe(host);
        address.Port.ShouldBe(port);
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("%xx")]
    [InlineData("ü")]
    public void Illegal_names_are_known(string name) => ActorPath.IsValidPathElement(name).ShouldBeFalse();

    [Theory]
    [InlineData("(42)")]
    [InlineData("x;::@&=+,.!~*'_")]
    [InlineData("%2fa")]
    public void Legal_names_are_known(string name) => ActorPath.IsValidPathElement(name).ShouldBeTrue();

    [Fact]
    public void A_scheme_is_read_in_either_case_and_kept_in_lower_case() =>
        ActorPath.Parse("aKKa://sYs@hOst:4711/pAth").ToString().ShouldBe("akka://sYs@host:4711/pAth");

    [Fact]
    public void A_path_without_address_may_begin_with_a_slash()
    {
        RelativeActorPath.Unapply("/a/b").ShouldBe(["a", "b"]);
        RelativeActorPath.Unapply("a/b#7").ShouldBe(["a", "b#7"]);
    }

    [Fact]
    public void The_incarnation_is_no_part_of_the_place()
    {
        ActorPath path = new RootActorPath(Local) / "user" / "a";
        path.WithUid(7).ShouldBe(path);
        path.WithUid(7).ToStringWithUid().ShouldBe("akka://sys/user/a#7");
        path.ToStringWithoutAddress().ShouldBe("/user/a");
        path.Parent.Name.ShouldBe("user");
    }
}
