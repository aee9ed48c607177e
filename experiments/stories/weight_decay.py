"""The stories of a penalty on large weights, inside the gradient and beside it."""

from experiments.stories.story import NO_MEMORY, Limit, Race, Story, racer

NO_DECAY = {"weight_decay": 0.0}
PLAIN = {"surface": "easom", "start": (-1.6, 7.0), "steps": 100}  # no slope to speak of: only the decay acts
TILTED = {"surface": "booth", "start": (-8.0, 4.0), "steps": 400}

WEIGHT_DECAY: dict[str, Story] = {
    "sgd_l2": Story(
        problem="Large weights fit the noise of the data: a penalty on their squares pulls them towards zero.",
        race=Race(**TILTED, racers=(racer("momentum", 0.02), racer("sgd_l2", 0.02, weight_decay=0.1))),
        claim="The penalty moves the end 0.069 away from the minimum, towards the origin. That this helps on new data, "
        "no surface can show.",
        measured=lambda m, p: (p.distance(1, 3)[-1],),
        becomes=(Limit(settings=NO_DECAY, into="momentum"),),
    ),
    "sgdw": Story(
        problem="Inside the gradient the penalty passes the momentum as well: shrink the weights on their own.",
        race=Race(**TILTED, racers=tuple(racer(name, 0.02, weight_decay=0.1) for name in ("sgd_l2", "sgdw"))),
        claim="With the same λ the penalty in the gradient moves the end by 0.069, the decay on its own by 0.007: "
        "going through the momentum, the penalty weighs 9.6 times as much.",
        measured=lambda p, d: (*(ends := (p.distance(1, 3)[-1], d.distance(1, 3)[-1])), ends[0] / ends[1]),
        becomes=(
            Limit(settings=NO_DECAY, into="momentum_v"),
            Limit(settings=NO_MEMORY, into="sgd_l2", with_=NO_MEMORY),
        ),
    ),
    "adam_l2": Story(
        problem="The L2 penalty, added to Adam as to any other rule: in the gradient.",
        race=Race(**PLAIN, racers=(racer("adam", 0.01), racer("adam_l2", 0.01, weight_decay=0.1))),
        claim="On a plain, where only the penalty acts, Adam's division undoes it: it takes 0.87 from x and 0.97 "
        "from y, though y is four times as large.",
        measured=lambda a, p: (p.x[-1] - p.x[0], p.y[0] - p.y[-1]),
        becomes=(Limit(settings=NO_DECAY, into="adam"),),
    ),
    "adamw": Story(
        problem="In Adam a penalty is divided like any gradient: shrink the weights on their own, past the division.",
        race=Race(**PLAIN, racers=tuple(racer(name, 0.01, weight_decay=0.1) for name in ("adam_l2", "adamw"))),
        claim="On a plain, where only the decay acts, Adam with the penalty in its gradient keeps 45 % of x and 86 % "
        "of y; AdamW keeps the same share of both, 90 %.",
        measured=lambda p, d: (
            *(100 * p.theta[-1] / p.theta[0]),
            100 * d.x[-1] / d.x[0] if round(d.x[-1] / d.x[0], 3) == round(d.y[-1] / d.y[0], 3) else -1,
        ),
        becomes=(Limit(settings=NO_DECAY, into="adam"),),
    ),
}
