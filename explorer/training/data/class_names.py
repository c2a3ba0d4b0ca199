"""Names of the classes of published data sets as torchvision gives them, marked so that pages can translate them."""

from __future__ import annotations

from explorer.errors import N_

CLASS_NAMES: dict[str, tuple[str, ...]] = {
    "mnist": (N_("zero"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"),
              N_("eight"), N_("nine")),
    "fashion_mnist": (N_("T-shirt/top"), N_("Trouser"), N_("Pullover"), N_("Dress"), N_("Coat"), N_("Sandal"),
                      N_("Shirt"), N_("Sneaker"), N_("Bag"), N_("Ankle boot")),
    "flowers102": (
        N_("pink primrose"), N_("hard-leaved pocket orchid"), N_("canterbury bells"), N_("sweet pea"),
        N_("english marigold"), N_("tiger lily"), N_("moon orchid"), N_("bird of paradise"), N_("monkshood"),
        N_("globe thistle"), N_("snapdragon"), N_("colt's foot"), N_("king protea"), N_("spear thistle"),
        N_("yellow iris"), N_("globe-flower"), N_("purple coneflower"), N_("peruvian lily"), N_("balloon flower"),
        N_("giant white arum lily"), N_("fire lily"), N_("pincushion flower"), N_("fritillary"), N_("red ginger"),
        N_("grape hyacinth"), N_("corn poppy"), N_("prince of wales feathers"), N_("stemless gentian"), N_("artichoke"),
        N_("sweet william"), N_("carnation"), N_("garden phlox"), N_("love in the mist"), N_("mexican aster"),
        N_("alpine sea holly"), N_("ruby-lipped cattleya"), N_("cape flower"), N_("great masterwort"), N_("siam tulip"),
        N_("lenten rose"), N_("barbeton daisy"), N_("daffodil"), N_("sword lily"), N_("poinsettia"),
        N_("bolero deep blue"), N_("wallflower"), N_("marigold"), N_("buttercup"), N_("oxeye daisy"),
        N_("common dandelion"), N_("petunia"), N_("wild pansy"), N_("primula"), N_("sunflower"), N_("pelargonium"),
        N_("bishop of llandaff"), N_("gaura"), N_("geranium"), N_("orange dahlia"), N_("pink-yellow dahlia?"),
        N_("cautleya spicata"), N_("japanese anemone"), N_("black-eyed susan"), N_("silverbush"),
        N_("californian poppy"), N_("osteospermum"), N_("spring crocus"), N_("bearded iris"), N_("windflower"),
        N_("tree poppy"), N_("gazania"), N_("azalea"), N_("water lily"), N_("rose"), N_("thorn apple"),
        N_("morning glory"), N_("passion flower"), N_("lotus"), N_("toad lily"), N_("anthurium"), N_("frangipani"),
        N_("clematis"), N_("hibiscus"), N_("columbine"), N_("desert-rose"), N_("tree mallow"), N_("magnolia"),
        N_("cyclamen"), N_("watercress"), N_("canna lily"), N_("hippeastrum"), N_("bee balm"), N_("ball moss"),
        N_("foxglove"), N_("bougainvillea"), N_("camellia"), N_("mallow"), N_("mexican petunia"), N_("bromelia"),
        N_("blanket flower"), N_("trumpet creeper"), N_("blackberry lily"),
    ),
    "oxford_pets": (
        N_("Abyssinian"), N_("American Bulldog"), N_("American Pit Bull Terrier"), N_("Basset Hound"), N_("Beagle"),
        N_("Bengal"), N_("Birman"), N_("Bombay"), N_("Boxer"), N_("British Shorthair"), N_("Chihuahua"),
        N_("Egyptian Mau"), N_("English Cocker Spaniel"), N_("English Setter"), N_("German Shorthaired"),
        N_("Great Pyrenees"), N_("Havanese"), N_("Japanese Chin"), N_("Keeshond"), N_("Leonberger"), N_("Maine Coon"),
        N_("Miniature Pinscher"), N_("Newfoundland"), N_("Persian"), N_("Pomeranian"), N_("Pug"), N_("Ragdoll"),
        N_("Russian Blue"), N_("Saint Bernard"), N_("Samoyed"), N_("Scottish Terrier"), N_("Shiba Inu"), N_("Siamese"),
        N_("Sphynx"), N_("Staffordshire Bull Terrier"), N_("Wheaten Terrier"), N_("Yorkshire Terrier"),
    ),
}
"""By the set's name, in the order of their numbers."""
