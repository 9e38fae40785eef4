using ActorPbx.Kernel.Util;
using ActorPbx.Kernel.Util.Internal;

namespace ActorPbx.Kernel.Tests.Util;

public class ValueTests
{
    [Theory]
    [InlineData("1.2", "1.2.0", 0)]
    [InlineData("1.2.3", "1.2.4", -1)]
    [InlineData("2a", "2b", -1)]
    [InlineData("1.2-M1", "1.2.0", -1)]
    [InlineData("1.2.0", "1.2-M1", 1)]
    [InlineData("1.0.10+3-1234abcd", "1.0.10+10-1234abcd", -1)]
    [InlineData("1.0.10-3a-1234abcd", "1.0.10-3b-1234abcd", -1)]
    [InlineData("foo", "1.2.3", -1)]
    public void Versions_are_older_or_newer(string one, string other, int order)
    {
        Math.Sign(AppVersion.Create(one).CompareTo(AppVersion.Create(other))).ShouldBe(order);
        Math.Sign(AppVersion.Create(other).CompareTo(AppVersion.Create(one))).ShouldBe(-order);
    }

    [Fact]
    public void A_version_that_cannot_be_read_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => AppVersion.Create("1.2.3.4"));
        Should.Throw<ArgumentOutOfRangeException>(() => AppVersion.Create(""));
        Should.Throw<FormatException>(() => AppVersion.Create("1.x"));
        Should.Throw<FormatException>(() => AppVersion.Create("1.2.3x"));
        AppVersion.Create("assembly-version").Version.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_task_has_a_result_only_when_it_is_completed()
    {
        var source = new TaskCompletionSource<int>();
        Should.Throw<ArgumentException>(() => Result.FromTask(source.Task)).Message.ShouldStartWith("Task is not completed.");
        source.SetResult(7);
        Result.FromTask(source.Task).ShouldBe(Result.Success(await source.Task));
        Result.FromTask(Task.FromException<int>(new TimeoutException())).Exception.ShouldBeOfType<AggregateException>().InnerException.ShouldBeOfType<TimeoutException>();
        Result.FromTask(Task.FromCanceled<int>(new CancellationToken(true))).Exception.ShouldBeOfType<TaskCanceledException>();
    }

    [Fact]
    public void A_type_is_named_without_versions()
    {
        string name = typeof(Dictionary<string, List<ValueTests>>).TypeQualifiedName();
        name.ShouldNotContain("Version");
        Type.GetType(name).ShouldBe(typeof(Dictionary<string, List<ValueTests>>));
        typeof(ValueTests).TypeQualifiedName().ShouldBe("ActorPbx.Kernel.Tests.Util.ValueTests, ActorPbx.Kernel.Tests");
    }

    [Fact]
    public void A_text_is_put_between_double_quotes()
    {
        "a".BetweenDoubleQuotes().ShouldBe("\"a\"");
        ((string?)null).BetweenDoubleQuotes().ShouldBe("\"\"");
    }

    [Fact]
    public void An_attempt_has_a_result_or_a_failure()
    {
        Try<int> good = Try<int>.From(() => 1);
        Try<int> bad = Try<int>.From(() => throw new InvalidOperationException());
        good.IsSuccess.ShouldBeTrue();
        good.Get().ShouldBe(1);
        bad.IsSuccess.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => bad.Get());
        bad.OrElse(2).Get().ShouldBe(2);
        bad.GetOrElse(() => 3).Get().ShouldBe(3);
        good.GetOrElse(() => 3).Get().ShouldBe(1);
        bad.RecoverWith(_ => 4).Get().ShouldBe(4);
        bad.Recover(_ => throw new NotSupportedException()).Failure.Value.ShouldBeOfType<NotSupportedException>();
    }

    [Fact]
    public void One_of_two_things_knows_which_it_is()
    {
        Either<int, string> left = new Left<int, string>(1), right = new Right<int, string>("x");
        (left.IsLeft, left.IsRight, left.Value).ShouldBe((true, false, 1));
        (right.IsLeft, right.IsRight, right.Value).ShouldBe((false, true, "x"));
        right.ToRight().Value.ShouldBe("x");
    }

    [Fact]
    public void Hashes_of_texts_are_the_same_everywhere_and_those_of_sets_know_no_order()
    {
        MurmurHash.StringHash("node-1").ShouldBe(MurmurHash.StringHash("node-1"));
        MurmurHash.StringHash("node-1").ShouldNotBe(MurmurHash.StringHash("node-2"));
        MurmurHash.ByteHash([1, 2, 3]).ShouldNotBe(MurmurHash.ByteHash([3, 2, 1]));
        MurmurHash.SymmetricHash([1, 2, 3], 7).ShouldBe(MurmurHash.SymmetricHash([3, 1, 2], 7));
    }
}
